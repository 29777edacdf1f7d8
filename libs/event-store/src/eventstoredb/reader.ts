import { checkLimit } from '../check-append.js';
import type { ReadStreamOptions, StoredEvent } from '../event-store.js';
import { identityOfRecorded } from './event-identity.js';
import type { IndexWaits } from './index-waits.js';
import type { LogClient } from './log-client.js';
import type { IndexRow, LogIndex } from './log-index.js';
import type { Recorded } from './recorded.js';

const DEFAULT_LIMIT = 1_000;
const STREAMS_AT_ONCE = 32;
const LAST_REVISION = 2_147_483_647;

/** Events that the index knows are gone from EventStoreDB: nobody goes on over a hole. */
export class MissingEventError extends Error {
  override readonly name = 'MissingEventError';

  constructor(stream: string, revision: number) {
    super(
      `EventStoreDB does not show revision ${revision} of ${stream}, which the log index has: deleted or truncated.`,
    );
  }
}

/** The reads of `EventStore`: events from EventStoreDB, their places from the index. */
export class Reader {
  constructor(
    private readonly client: LogClient,
    private readonly index: LogIndex,
    private readonly waits: IndexWaits,
  ) {}

  async readAll(after: number, limit: number): Promise<StoredEvent[]> {
    const rows = await this.index.after(after, checkLimit(limit));
    const found: StoredEvent[] = [];
    while (found.length < rows.length) {
      const next = rows[found.length]!;
      const before = found.length;
      for (const event of await this.client.readAll(next.at, rows.length - before)) {
        const row = rows[found.length]!;
        if (event.stream === row.stream && event.revision === row.revision) found.push(stored(event, row));
      }
      if (found.length === before) throw new MissingEventError(next.stream, next.revision);
    }
    return found;
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<StoredEvent[]> {
    const { backwards = false, from = backwards ? LAST_REVISION : 0, limit = DEFAULT_LIMIT } = options;
    checkLimit(limit);
    if (from < 0) return backwards ? [] : this.readStream(stream, { limit, from: 0 });
    const range = { from, backwards, count: limit };
    const first = await this.client.readStream(stream, range);
    if (first.length > 0) return this.placed(stream, whole(first, range));
    // Nothing is what a deleted stream shows too; and something may have come between the two looks.
    const last = await this.index.lastRevision(stream);
    if (last < 0 || (!backwards && last < from)) return [];
    const again = await this.client.readStream(stream, range);
    if (again.length === 0) throw new MissingEventError(stream, backwards ? Math.min(from, last) : from);
    return this.placed(stream, whole(again, range));
  }

  async find(stream: string, identities: readonly string[]): Promise<StoredEvent[]> {
    if (identities.length === 0) return [];
    const [end] = await this.client.readStream(stream, { backwards: true, count: 1 });
    if (end && identityOfRecorded(end) !== undefined) {
      await this.waits.rows({ stream, first: end.revision, last: end.revision });
    }
    return this.eventsOf(await this.index.withIdentity(stream, identities));
  }

  async readPlatform(after: number, limit: number): Promise<StoredEvent[]> {
    const rows = await this.index.ofThePlatform(after, checkLimit(limit));
    const streams = [...Map.groupBy(rows, (row) => row.stream).values()];
    const events: StoredEvent[] = [];
    for (let i = 0; i < streams.length; i += STREAMS_AT_ONCE) {
      const some = streams.slice(i, i + STREAMS_AT_ONCE).map((ofOne) => this.eventsOf(ofOne));
      events.push(...(await Promise.all(some)).flat());
    }
    return events.sort((one, other) => one.position - other.position);
  }

  /** Rows of one stream, in order of revision. */
  private async eventsOf(rows: readonly IndexRow[]): Promise<StoredEvent[]> {
    const events = await Promise.all(
      runsOf(rows).map(async (run) => {
        const { stream, revision: from } = run[0]!;
        const found = whole(await this.client.readStream(stream, { from, count: run.length }), { from });
        if (found.length < run.length) throw new MissingEventError(stream, from + found.length);
        return found.map((event, i) => stored(event, run[i]!));
      }),
    );
    return events.flat();
  }

  /** Without what is not of ours, which has no place. */
  private async placed(stream: string, events: readonly Recorded[]): Promise<StoredEvent[]> {
    const newestFirst = events[0]!.revision > events.at(-1)!.revision ? events : events.toReversed();
    const newest = newestFirst.find((event) => identityOfRecorded(event) !== undefined);
    if (!newest) return [];
    const range = { stream, first: newestFirst.at(-1)!.revision, last: newest.revision };
    const rows = new Map((await this.waits.rows(range)).map((row) => [row.revision, row]));
    return events.flatMap((event) => {
      const row = rows.get(event.revision);
      return row ? [stored(event, row)] : [];
    });
  }
}

function stored({ id, type, header, data }: Recorded, { position, stream, revision, identity }: IndexRow): StoredEvent {
  return { position, stream, revision, id, identity, type, header, data };
}

/** Throws `MissingEventError` when the events of a read do not follow each other from where it began. */
function whole(
  events: Recorded[],
  { from, backwards = false, count }: { from: number; backwards?: boolean; count?: number },
) {
  const step = backwards ? -1 : 1;
  const start = backwards ? Math.min(from, events[0]?.revision ?? from) : from;
  for (const [i, { stream, revision }] of events.entries()) {
    if (revision !== start + i * step) throw new MissingEventError(stream, start + i * step);
  }
  const last = events.at(-1);
  if (backwards && last && count !== undefined && events.length < count && last.revision > 0) {
    throw new MissingEventError(last.stream, last.revision - 1);
  }
  return events;
}

/** Rows, in order of revision, cut where they do not follow each other. */
function runsOf(rows: readonly IndexRow[]): IndexRow[][] {
  const runs: IndexRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run && run.at(-1)!.revision === row.revision - 1) run.push(row);
    else runs.push([row]);
  }
  return runs;
}
