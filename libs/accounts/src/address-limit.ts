import { isIPv4 } from 'node:net';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';

/** Failed tries from one address, counted from its first one on: beyond them nothing from there is looked at until then. */
export const defaultTriesPerAddress = 100;
export const addressMinutes = 15;
/** Addresses remembered at once. Whoever has more makes us forget the oldest; the lock of each account holds all the same. */
export const addressesMax = 10_000;

interface Counted {
  tries: number;
  /** ms since 1970. */
  until: number;
}

/**
 * Keeps one address from trying one password on every account, which no lock of an account notices. In memory and for this
 * process alone: what it protects from is speed.
 */
export class AddressLimit {
  /** In the order in which they end. */
  private readonly counted = new Map<string, Counted>();

  constructor(
    private readonly clock: Clock,
    private readonly triesMax = defaultTriesPerAddress,
  ) {}

  /**
   * Counts a try before it is looked at, so that of many at once no more than the limit are; call what it gives once the try
   * was no failure. Throws `too-many-sign-ins`.
   */
  count(address: string): () => void {
    const now = this.clock();
    const source = sourceOf(address);
    let found = this.counted.get(source);
    if (!found || found.until <= now) {
      this.counted.delete(source);
      found = { tries: 0, until: now + addressMinutes * 60_000 };
      this.makeRoom(now);
      this.counted.set(source, found);
    }
    if (found.tries >= this.triesMax) {
      const retryAfter = Math.ceil((found.until - now) / 1_000);
      throw new CodedError(problem('too-many-sign-ins'), { retryAfter });
    }
    found.tries++;
    const counted = found;
    return () => void counted.tries--;
  }

  get size(): number {
    return this.counted.size;
  }

  private makeRoom(now: number): void {
    for (const [source, { until }] of this.counted) {
      if (until > now && this.counted.size < addressesMax) return;
      this.counted.delete(source);
    }
  }
}

/** An IPv4 address, or the /64 network of an IPv6 one: whoever has one of its addresses has them all. */
function sourceOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64);
  if (isIPv4(plain)) return plain;
  const [left = '', right] = plain.split('%', 1)[0]!.toLowerCase().split('::');
  const [before, after] = [left, right ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = right === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}
