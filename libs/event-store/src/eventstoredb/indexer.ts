import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@tillwatch/kernel';
import { type Database, Leadership } from '@tillwatch/postgres';
import type { Doorbell } from '../subscription.js';
import { batches } from './batches.js';
import { identityOfRecorded, isSystemName } from './event-identity.js';
import type { IndexWaits } from './index-waits.js';
import type { LogClient } from './log-client.js';
import { type Checkpoint, type IndexRow, type LogIndex } from './log-index.js';
import { isAfter, type LogPosition, type Recorded } from './recorded.js';

/** ms */
export interface IndexerTimes {
  /** Between two looks of the watchdog. */
  lookMs: number;
  /** The index is behind and did not move for so long: the subscription is opened again. */
  stalledMs: number;
  firstRetryMs: number;
  lastRetryMs: number;
}

export interface IndexerOptions {
  client: LogClient;
  index: LogIndex;
  database: Database;
  doorbell: Doorbell;
  waits: IndexWaits;
  /** Identities of events that this process is appending, by event id. */
  identities: ReadonlyMap<string, string>;
  log: Log;
  times: IndexerTimes;
}

/** `pg_advisory_xact_lock` key of whoever numbers the log ("lidx" in ASCII). */
const LOCK_KEY = 0x6c696478;
const IDLE_MS = 500;
/** Held between two batches. */
const HELD = { items: 4_000, bytes: 16 * 1024 * 1024 };

/** The index cannot be of this log: a person must say which of the two is right (see `dropLogIndex`). */
export class OtherLogError extends Error {
  override readonly name = 'OtherLogError';
}

type Followed = { event?: Recorded; position: LogPosition };

/**
 * Gives every event of EventStoreDB its place: the events of $all, in its order, are 1, 2, 3, ... One process does it at
 * a time. Starts again from the checkpoint after any error, and when the watchdog sees that nothing comes.
 */
export class Indexer {
  private readonly leadership: Leadership;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};
  private checkpoint: Checkpoint | undefined;
  private lastProgress = 0;

  constructor(private readonly options: IndexerOptions) {
    const { database, log } = options;
    this.leadership = new Leadership(database, { key: LOCK_KEY, name: 'log index', log });
  }

  start(): void {
    this.leadership.start(() => this.wake());
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.loop;
    await this.leadership.stop();
  }

  get isLeader(): boolean {
    return this.leadership.isHeld;
  }

  private async run(): Promise<void> {
    const { firstRetryMs, lastRetryMs } = this.options.times;
    let retryMs = firstRetryMs;
    while (!this.stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      if (!this.isLeader) {
        await Promise.race([woken, this.wait(IDLE_MS)]);
        continue;
      }
      const started = Date.now();
      try {
        await this.follow();
      } catch (error) {
        const level = error instanceof OtherLogError ? 'error' : 'warn';
        this.options.log[level]({ err: error }, 'The log index could not go on; it will try again.');
      }
      if (this.lastProgress >= started) retryMs = firstRetryMs;
      await this.wait(retryMs);
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    }
  }

  /** From the checkpoint until something fails, the lead is lost, or the watchdog ends it. */
  private async follow(): Promise<void> {
    const { client, index } = this.options;
    this.checkpoint = await index.checkpoint();
    const from = await this.startingPoint(this.checkpoint);
    const ending = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, ending.signal]);
    const watching = this.watch(signal, () => ending.abort());
    try {
      const source = client.follow(from, signal);
      const bytesOf = ({ event }: Followed): number => event?.bytes ?? 0;
      for await (const batch of batches(source, { ...HELD, bytesOf })) {
        if (signal.aborted || !this.isLeader) return;
        await this.record(batch);
      }
      if (!signal.aborted) throw new Error('EventStoreDB ended the subscription.');
    } finally {
      ending.abort();
      await watching;
    }
  }

  /**
   * Where to go on. Throws when the last event we numbered is not where we found it: this is another log, or one that
   * was restored from an older copy, and our positions would lie.
   */
  private async startingPoint({ position, at }: Checkpoint): Promise<LogPosition | undefined> {
    const { client, index } = this.options;
    const [row] = position > 0 ? await index.after(position - 1, 1) : [];
    if (position > 0 && !row) throw new OtherLogError(`The log index has no row at its position ${position}.`);
    if (row) {
      const [event] = await client.readAll(row.at, 1);
      if (event?.stream !== row.stream || event.revision !== row.revision) {
        throw new OtherLogError(
          `EventStoreDB does not hold the event of position ${position}: the index is of another log.`,
        );
      }
    }
    // A checkpoint may lie in a stretch that an older copy does not have; what takes its place must not be passed over.
    const end = at && (await client.end());
    return at && end && isAfter(at, end) ? row?.at : at;
  }

  private async record(batch: readonly Followed[]): Promise<void> {
    const { index, doorbell, waits } = this.options;
    const from = this.checkpoint!;
    const rows: IndexRow[] = [];
    for (const { event } of batch) {
      if (!event) continue;
      const identity = this.options.identities.get(event.id) ?? identityOfRecorded(event);
      if (identity === undefined) this.notice(event);
      else {
        const { stream, revision, position } = event;
        rows.push({ position: from.position + rows.length + 1, stream, revision, identity, at: position });
      }
    }
    const { position } = batch.at(-1)!;
    if (rows.length === 0 && from.at && !isAfter(position, from.at)) return;
    this.checkpoint = await index.add(from, rows, position);
    this.lastProgress = Date.now();
    waits.tell(rows);
    if (rows.length > 0) doorbell.ring();
  }

  /** What is not an event of ours. */
  private notice({ stream, type, revision }: Recorded): void {
    const { log } = this.options;
    if (type === '$metadata' && !isSystemName(stream.replace(/^\$\$/, ''))) {
      log.error(
        { stream: stream.slice(2) },
        'Somebody changed the metadata of a stream of the log: events may be hidden.',
      );
    } else if (type === '$streamDeleted') {
      log.error({ stream }, 'Somebody deleted a stream of the log in EventStoreDB.');
    } else if (!isSystemName(stream) && !isSystemName(type)) {
      log.error({ stream, revision }, 'EventStoreDB holds an event that is not ours; it is not part of the log.');
    }
  }

  /** Ends the subscription when it should have moved and did not, or when the index was emptied under it. */
  private async watch(signal: AbortSignal, end: () => void): Promise<void> {
    const { lookMs, stalledMs } = this.options.times;
    let stalledSince: number | undefined;
    while (!signal.aborted) {
      await pause(lookMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        if (!this.isLeader || (await this.isEmptied())) return end();
        stalledSince = (await this.isBehind()) ? Math.max(stalledSince ?? Date.now(), this.lastProgress) : undefined;
      } catch (error) {
        this.options.log.warn({ err: error }, 'The watchdog of the log index could not look.');
      }
      if (stalledSince === undefined || Date.now() - stalledSince < stalledMs) continue;
      this.options.log.error({ stalledMs }, 'The log index is behind and does not move; it subscribes again.');
      end();
    }
  }

  /** Whether EventStoreDB holds anything for us after the checkpoint. */
  private async isBehind(): Promise<boolean> {
    const { at } = this.checkpoint!;
    const next = await this.options.client.readAll(at, 2);
    return next.some(({ position }) => !at || isAfter(position, at));
  }

  private async isEmptied(): Promise<boolean> {
    const { position } = this.checkpoint!;
    return (await this.options.index.checkpoint()).position < position;
  }

  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => {});
  }
}
