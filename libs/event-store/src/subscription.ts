import { checkLimit } from './check-append.js';
import type { EventStore, StoredEvent, SubscribeOptions } from './event-store.js';

/** A lost wake-up costs at most this. */
const POLL_MS = 250;

/** Wakes whoever waits for new events. Ringing early or twice is harmless. */
export class Doorbell {
  private rings = 0;
  private readonly sleepers = new Set<() => void>();

  ring(): void {
    this.rings++;
    for (const wake of this.sleepers) wake();
  }

  /** Take it before looking, so that a ring while looking is not missed. */
  get heard(): number {
    return this.rings;
  }

  /** Resolves at the first ring after `heard`, when the time is over, or on abort. */
  async next(heard: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (heard !== this.rings || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    this.sleepers.add(resolve);
    signal.addEventListener('abort', resolve as () => void);
    await promise;
    signal.removeEventListener('abort', resolve as () => void);
    this.sleepers.delete(resolve);
    clearTimeout(timer);
  }
}

/**
 * `EventStore.subscribe` over `readAll`. Ends when the signal aborts. Throws when the log cannot be read, or when a
 * position is missing in it: the consumer starts again from its checkpoint and never goes on over a hole. `readAll` reads the
 * part that is asked for.
 */
export async function* follow(
  readAll: EventStore['readAll'],
  doorbell: Doorbell,
  { after, batchSize, signal, part }: SubscribeOptions,
): AsyncGenerator<StoredEvent[], void, void> {
  checkLimit(batchSize);
  let position = after;
  while (!signal.aborted) {
    const heard = doorbell.heard;
    const batch = await readAll(position, batchSize);
    if (batch.length === 0) {
      await doorbell.next(heard, POLL_MS, signal);
      continue;
    }
    for (const event of batch) {
      const isNext = event.position === ++position;
      if (part)
        position = event.position; // the others lie between
      else if (!isNext) throw new Error(`The log has no event at position ${position}.`);
    }
    if (!signal.aborted) yield batch;
  }
}
