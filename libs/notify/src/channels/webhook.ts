import { isWebhookSecret, webhookBody, webhookHeaders } from '../formats/webhook.js';
import { checkUrl } from '../outgoing/check-url.js';
import { post } from '../outgoing/post.js';
import type { ChannelDriver } from './channel-driver.js';
import { taken } from './http-answer.js';

export interface WebhookTarget {
  url: string;
  /** `whsec_` and 24 to 64 bytes in base64. */
  signingSecret: string;
}

/** Standard Webhooks (https://www.standardwebhooks.com), symmetric signatures. */
export const webhook: ChannelDriver<WebhookTarget> = {
  kind: 'webhook',
  secrets: ['signingSecret'],
  limits: { concurrent: 5, perMinute: 600 },
  fault({ url, signingSecret }, { trusted }) {
    const checked = checkUrl(url, trusted);
    if (!checked.ok) return { member: 'url', why: checked.error };
    if (!isWebhookSecret(signingSecret)) {
      return { member: 'signingSecret', why: 'It must be whsec_ and 24 to 64 bytes in base64.' };
    }
    return undefined;
  },
  destination: ({ url }) => new URL(url).origin,
  content: ({ notification }) => webhookBody(notification),
  async send({ notification }, { url, signingSecret }, outgoing) {
    const body = webhookBody(notification);
    const headers = webhookHeaders(signingSecret, notification.id, outgoing.clock(), body);
    return taken(await post(new URL(url), body, headers, outgoing), outgoing.clock());
  },
};
