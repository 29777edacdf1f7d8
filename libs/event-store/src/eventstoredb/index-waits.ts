import { CodedError, problem } from '@tillwatch/kernel';
import type { Doorbell } from '../subscription.js';
import type { IndexRow, LogIndex, RevisionRange } from './log-index.js';

/** A lost notification costs at most this. */
const POLL_MS = 250;
const RETRY_AFTER_S = 1;

interface Waiting extends RevisionRange {
  until: number;
  /** What the indexer of this process has told of it. */
  told: IndexRow[];
  resolve(rows: IndexRow[]): void;
  reject(error: unknown): void;
}

/** Waits until events that are in EventStoreDB have their place in the index; all who wait ask in one statement. */
export class IndexWaits {
  private waiting: Waiting[] = [];
  private isRunning = false;
  private arrived = new AbortController();

  constructor(
    private readonly index: LogIndex,
    private readonly doorbell: Doorbell,
    private readonly waitMs: number,
  ) {}

  /**
   * The rows of a range, in order of revision. Throws `CodedError` `unavailable` when the index does not come so far in
   * time: the events are stored, their positions not known yet.
   */
  rows(range: RevisionRange): Promise<IndexRow[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...range, until: Date.now() + this.waitMs, told: [], resolve, reject });
      this.arrived.abort('somebody asks');
      if (!this.isRunning) void this.run();
    });
  }

  /** Rows that this process has just added, in order: who waits for them need not ask the database. */
  tell(rows: readonly IndexRow[]): void {
    if (this.waiting.length === 0) return;
    const byStream = Map.groupBy(rows, ({ stream }) => stream);
    this.waiting = this.waiting.filter((wait) => {
      const { stream, first, last, told } = wait;
      for (const row of byStream.get(stream) ?? []) {
        if (row.revision === first + told.length && row.revision <= last) told.push(row);
      }
      // Otherwise a part was there before it began to wait, and it asks the database.
      if (told.length <= last - first) return true;
      wait.resolve(told);
      return false;
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    await undefined; // who asks in this turn is answered together
    while (this.waiting.length > 0) {
      this.arrived = new AbortController();
      const { heard } = this.doorbell;
      await this.look();
      // Somebody new may be answered at once.
      if (this.waiting.length > 0) await this.doorbell.next(heard, POLL_MS, this.arrived.signal);
    }
    this.isRunning = false;
  }

  private async look(): Promise<void> {
    const asked = this.waiting;
    this.waiting = [];
    try {
      const found = await this.index.ranges(asked.map(({ stream, first, last }) => ({ stream, first, last })));
      const now = Date.now();
      asked.forEach((wait, i) => {
        const rows = found[i];
        if (rows) wait.resolve(rows);
        else if (now >= wait.until) wait.reject(behind());
        else this.waiting.push(wait);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

function behind(): CodedError {
  const cause = new Error('The index of the log is behind EventStoreDB.');
  return new CodedError(problem('unavailable'), { cause, retryAfter: RETRY_AFTER_S });
}
