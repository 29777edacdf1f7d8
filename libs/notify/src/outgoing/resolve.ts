import { mayConnectTo, type Reach } from './address-policy.js';
import { literalOf } from './check-url.js';
import { SendFailure } from './failure.js';
import type { Outgoing } from './outgoing.js';
import { isTrusted } from './trusted-hosts.js';

/**
 * The one address to connect to. A name is looked up once and what it gave is connected to, so a second answer has no say;
 * if any of its addresses is not allowed, none is used. Rejects with a `SendFailure`, or as `signal` says.
 */
export async function resolve(
  { trusted, lookup }: Outgoing,
  { hostname, port }: { hostname: string; port: number },
  reach: Reach,
  signal: AbortSignal,
): Promise<string> {
  const literal = literalOf(hostname);
  const addresses = literal === undefined ? await untilAborted(lookup(hostname), signal) : [literal];
  const [first] = addresses;
  if (first === undefined) throw new SendFailure('unreachable', 'The name has no address.');
  if (!isTrusted(trusted, hostname, port) && !addresses.every((address) => mayConnectTo(address, reach))) {
    throw new SendFailure('blocked', 'The host is at an address that is not allowed.');
  }
  return first;
}

/** A lookup of the system cannot be cancelled; we stop waiting for it. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    aborted.promise.catch(() => {});
  }
}
