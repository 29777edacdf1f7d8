import type { ChannelKind, DeliveryFailure } from '@tillwatch/api';
import { maskText } from '@tillwatch/events';
import { driverOf, type Target } from './channels.js';
import type { Message } from './notification.js';
import { failureOf } from './outgoing/failure.js';
import type { Outgoing } from './outgoing/outgoing.js';
import { visible } from './text/visible.js';

/** What came of one attempt. */
export interface Attempt {
  outcome: 'delivered' | DeliveryFailure;
  status?: number;
  /** The beginning of what the receiver said, visible, secrets masked; absent when it said nothing. */
  reply?: string;
  retryAfterMs?: number;
  gone?: boolean;
}

const replyCharactersMax = 200;

/** One attempt to tell `message` to a channel. Never rejects. */
export async function attempt(
  kind: ChannelKind,
  message: Message,
  target: Target,
  outgoing: Outgoing,
): Promise<Attempt> {
  const driver = driverOf(kind);
  const secrets = driver.secrets.map((name) => (target as unknown as Record<string, string | undefined>)[name]);
  try {
    const { status, reply = '' } = await driver.send(message, target, outgoing);
    return { outcome: 'delivered', ...(status !== undefined && { status }), ...excerpt(reply, secrets) };
  } catch (error) {
    const { code, message: said, status, hints } = failureOf(error);
    return { outcome: code, ...(status !== undefined && { status }), ...excerpt(said, secrets), ...hints };
  }
}

/** A receiver may say back what it was sent, its own address with the key included. */
function excerpt(said: string, secrets: readonly (string | undefined)[]): { reply?: string } {
  let text = said.slice(0, 4_096);
  for (const secret of secrets) {
    for (const part of partsOf(secret)) text = text.replaceAll(part, '[redacted]');
  }
  const reply = visible(maskText(text.trim()), replyCharactersMax);
  return reply === '' ? {} : { reply };
}

/** Of a URL its path and the values in its query; of any other secret the whole. */
function partsOf(secret: string | undefined): string[] {
  if (!secret) return [];
  const url = URL.parse(secret);
  if (!url) return [secret];
  const keys = [...url.pathname.split('/').filter((part) => part.length >= keyLengthMin), ...url.searchParams.values()];
  return [secret, ...keys.filter((key) => key.length >= keyLengthMin)];
}

/** Shorter than any key, longer than `robot` and `webhook`. */
const keyLengthMin = 16;
