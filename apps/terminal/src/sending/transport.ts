import type { IntakeResult } from '@tillwatch/api';
import type { OutboxEntry } from '../outbox/outbox.js';

/** How batches leave the terminal. */
export interface Transport {
  /**
   * One result for each entry, in order; an event with a result other than `rejected` and `conflict` is safe at the other
   * end. Throws `UnavailableError` when it may do better later, `RefusedError` when it will not.
   */
  send(entries: readonly OutboxEntry[], signal: AbortSignal): Promise<readonly IntakeResult[]>;
  close(): Promise<void>;
}
