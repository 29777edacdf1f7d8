import { randomUUID } from 'node:crypto';
import { type EventStore, postgresEventStore, type StoredEvent } from '@tillwatch/event-store';
import type { Database } from '@tillwatch/postgres';
import { type LogRecord, type Proposed, recordOf, rowOf } from './record.js';
import { LAST, METADATA, StreamStates, TOMBSTONE } from './stream-states.js';

/** A revision, or what the client says instead of one. */
export type Expected = number | 'any' | 'stream-exists';
export const NO_STREAM = -1;

export type Written =
  | { outcome: 'written'; revision: number; dense: number | undefined }
  | { outcome: 'wrong-expected-version'; current: number }
  | { outcome: 'deleted' };

const COLUMNS = 'position, stream, revision, id, identity, type, header, data';

/** The server's log on the tables of the PostgreSQL adapter, in a database of its own, with the server's own rules. */
export class ServerLog {
  readonly store: EventStore;
  readonly states = new StreamStates();

  constructor(private readonly database: Database) {
    this.store = postgresEventStore(database);
  }

  /** Reads what it must know; an empty log gets the records that a real server begins with. */
  async open(): Promise<void> {
    await this.states.load(this.database);
    if ((await this.store.head()) > 0) return;
    await this.write('$$$stats-127.0.0.1:2113', NO_STREAM, [record(METADATA, { $maxAge: 86_400, $maxCount: 30 })]);
    await this.write('$epoch-information', NO_STREAM, [record('$epoch-information', { epochNumber: 0 })]);
    await this.write('$persistentSubscriptionConfig', NO_STREAM, [record('PersistentConfig1', { version: '2' })]);
    await this.writeStatistics(1);
  }

  async writeStatistics(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await this.write('$stats-127.0.0.1:2113', 'any', [record('$statsCollected', { 'proc-cpu': n })]);
    }
  }

  /**
   * Checks the expected version as the server does: what was appended before with the same ids at the same place is
   * success again, also when the stream has gone on since.
   */
  async write(stream: string, expected: Expected, proposed: readonly Proposed[]): Promise<Written> {
    if (this.states.isTombstoned(stream)) return { outcome: 'deleted' };
    if (typeof expected !== 'number') return this.writeAnywhere(stream, expected, proposed);
    if (this.states.isDeleted(stream)) expected = await this.afterDeletion(stream, expected);
    const written = await this.tryWrite(stream, expected, proposed);
    if (written.outcome !== 'wrong-expected-version' || written.current <= expected) return written;
    const there = await this.readRange(stream, expected + 1, proposed.length);
    const isSame = there.length === proposed.length && there.every(({ id }, i) => id === proposed[i]!.id);
    return isSame && there.length > 0
      ? { outcome: 'written', revision: there.at(-1)!.revision, dense: there.at(-1)!.dense }
      : written;
  }

  async softDelete(stream: string): Promise<void> {
    const metadata = Buffer.from(`{"$tb":${LAST}}`);
    await this.write(`$$${stream}`, 'any', [{ ...record(METADATA, {}), data: metadata }]);
  }

  async tombstone(stream: string): Promise<Written> {
    return this.write(stream, 'any', [record(TOMBSTONE, {})]);
  }

  async lastRevision(stream: string): Promise<number> {
    const rows = await this.database.query<{ revision: number }>(
      'SELECT revision FROM tillwatch.streams WHERE stream = $1',
      [stream],
      'last-revision',
    );
    return rows[0]?.revision ?? NO_STREAM;
  }

  readRange(stream: string, from: number, limit: number): Promise<LogRecord[]> {
    return this.read('stream = $1 AND revision >= $2 ORDER BY revision LIMIT $3', [stream, from, limit]);
  }

  readRangeBackwards(stream: string, from: number, limit: number): Promise<LogRecord[]> {
    return this.read('stream = $1 AND revision <= $2 ORDER BY revision DESC LIMIT $3', [stream, from, limit]);
  }

  /** From a place on, that one included. */
  readAll(from: number, limit: number): Promise<LogRecord[]> {
    return this.read('position >= $1 ORDER BY position LIMIT $2', [from, limit]);
  }

  /** From before a place on, as the server does: a position read backwards is exclusive. */
  readAllBackwards(before: number, limit: number): Promise<LogRecord[]> {
    return this.read('position < $1 ORDER BY position DESC LIMIT $2', [before, limit]);
  }

  private async read(range: string, values: unknown[]): Promise<LogRecord[]> {
    const text = `SELECT ${COLUMNS} FROM tillwatch.events WHERE ${range}`;
    return (await this.database.query<StoredEvent>(text, values, range)).map(recordOf);
  }

  private async tryWrite(stream: string, expected: number, proposed: readonly Proposed[]): Promise<Written> {
    const created = Date.now();
    const events = proposed.map((one, i) => rowOf(one, expected + 1 + i, created));
    const [result] = await this.store.append([{ stream, expectedRevision: expected, events }]);
    if (!result!.ok) return { outcome: 'wrong-expected-version', current: result!.actualRevision };
    for (const { type, data } of proposed) this.states.note({ stream, type, data });
    // It shows again, only what comes after its deletion.
    if (this.states.isDeleted(stream)) {
      await this.write(`$$${stream}`, 'any', [record(METADATA, { $tb: expected + 1 })]);
    }
    return { outcome: 'written', revision: result!.revision, dense: result!.positions.at(-1) };
  }

  private async writeAnywhere(
    stream: string,
    expected: 'any' | 'stream-exists',
    proposed: readonly Proposed[],
  ): Promise<Written> {
    for (;;) {
      const before = await this.sameBefore(stream, proposed);
      if (before) return { outcome: 'written', revision: before.revision, dense: before.dense };
      const current = await this.lastRevision(stream);
      if (expected === 'stream-exists') {
        if (this.states.isDeleted(stream)) return { outcome: 'deleted' };
        if (current < 0 && !this.states.hasMetadata(stream)) return { outcome: 'wrong-expected-version', current };
      }
      const written = await this.tryWrite(stream, current, proposed);
      if (written.outcome !== 'wrong-expected-version') return written;
    }
  }

  /** The last of `proposed` when the stream holds all of them already. */
  private async sameBefore(stream: string, proposed: readonly Proposed[]): Promise<LogRecord | undefined> {
    const ids = proposed.map(({ id }) => id);
    const held = await this.read('stream = $1 AND id = ANY ($2::uuid[]) ORDER BY revision', [stream, ids]);
    return held.length > 0 && held.length === ids.length ? held.at(-1) : undefined;
  }

  /** A deleted stream goes on where it was, for who expects none too. */
  private async afterDeletion(stream: string, expected: number): Promise<number> {
    return expected === NO_STREAM ? this.lastRevision(stream) : expected;
  }
}

function record(type: string, data: object): Proposed {
  return {
    id: randomUUID(),
    type,
    contentType: 'application/json',
    data: Buffer.from(JSON.stringify(data)),
    metadata: Buffer.alloc(0),
  };
}
