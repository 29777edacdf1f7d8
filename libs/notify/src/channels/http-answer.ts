import { SendFailure } from '../outgoing/failure.js';
import { type Reply } from '../outgoing/post.js';
import { botCode } from '../formats/bots.js';
import type { Taken } from './channel-driver.js';

const GONE = 410;
/** Longer than any pause of ours, so that nobody is put off for ever. */
const patienceMaxMs = 24 * 3_600_000;

/** A 2xx took it. Anything else throws the `SendFailure` it stands for. */
export function taken({ status, text, retryAfter }: Reply, nowMs: number): Taken {
  if (status >= 200 && status < 300) return { status, reply: text };
  if (status >= 300 && status < 400) throw new SendFailure('redirect', 'Redirects are not followed.', status);
  const retryAfterMs = patienceOf(retryAfter, nowMs);
  throw new SendFailure('refused', text, status, {
    ...(status === GONE && { gone: true }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** A bot answers 200 to everything: its code says whether it took the message. */
export function takenByBot(reply: Reply, nowMs: number): Taken {
  const { reply: text = '' } = taken(reply, nowMs);
  const code = botCode(text);
  if (code === undefined) throw new SendFailure('unreadable-reply', text, reply.status);
  if (code !== 0) throw new SendFailure('refused', text, code);
  return { status: code, reply: text };
}

/** `Retry-After`: seconds or an HTTP date (RFC 9110, section 10.2.3), in ms from now; `undefined` for anything else. */
export function patienceOf(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), patienceMaxMs);
}
