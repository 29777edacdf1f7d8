import { createHmac } from 'node:crypto';
import type { Notification } from '../notification.js';

/**
 * The body of a webhook as Standard Webhooks has it: `{type, timestamp, data}`. `timestamp` is when it was recorded, so the
 * body is the same in every attempt.
 */
export function webhookBody({
  id,
  kind,
  at,
  tenant,
  severity,
  title,
  runbook,
  link,
  alert,
  channel,
}: Notification): string {
  const data = { id, tenant, severity, title, runbook, link, alert, channel };
  return JSON.stringify({ type: webhookTypes[kind], timestamp: at, data });
}

/** Full stops separate, as the specification asks. */
const webhookTypes: Record<Notification['kind'], string> = {
  'alert-raised': 'alert.raised',
  'alert-severity-raised': 'alert.severity_raised',
  'alert-reopened': 'alert.reopened',
  'alert-superseded': 'alert.superseded',
  'channel-disabled': 'channel.disabled',
  test: 'test',
};

const prefix = 'whsec_';
/** Standard Webhooks: a secret is 24 to 64 bytes, base64 after its prefix. */
const secretForm = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;
const [secretBytesMin, secretBytesMax] = [24, 64];

export function isWebhookSecret(secret: string): boolean {
  const encoded = secretForm.exec(secret)?.[1];
  if (encoded === undefined) return false;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= secretBytesMin && bytes.length <= secretBytesMax && bytes.toString('base64') === encoded;
}

/** `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature` (v1, HMAC-SHA-256 over `id.timestamp.body`). */
export function webhookHeaders(secret: string, id: string, atMs: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
