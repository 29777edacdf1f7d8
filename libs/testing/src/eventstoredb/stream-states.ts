import type { Database } from '@tillwatch/postgres';
import { recordOf, type LogRecord } from './record.js';
import type { StoredEvent } from '@tillwatch/event-store';

/** Revision of a tombstone, and `$tb` of a stream that was deleted. */
export const LAST = 9_223_372_036_854_775_807n;
export const TOMBSTONE = '$streamDeleted';
export const METADATA = '$metadata';

export interface StreamMetadata {
  /** Events below it are not shown any more. */
  truncateBefore?: bigint;
  /** Only so many of the last are shown. */
  maxCount?: number;
}

/** What tombstones and metadata streams say about streams; kept in memory, read from the log at the start. */
export class StreamStates {
  private readonly tombstoned = new Set<string>();
  private readonly metadata = new Map<string, StreamMetadata>();

  async load(database: Database): Promise<void> {
    const rows = await database.query<StoredEvent>(
      `SELECT position, stream, revision, id, identity, type, header, data FROM tillwatch.events
       WHERE type IN ($1, $2) ORDER BY position`,
      [TOMBSTONE, METADATA],
    );
    for (const row of rows) this.note(recordOf(row));
  }

  note({ stream, type, data }: Pick<LogRecord, 'stream' | 'type' | 'data'>): void {
    if (type === TOMBSTONE) this.tombstoned.add(stream);
    if (type === METADATA && stream.startsWith('$$')) this.metadata.set(stream.slice(2), parsed(data));
  }

  isTombstoned(stream: string): boolean {
    return this.tombstoned.has(stream);
  }

  isDeleted(stream: string): boolean {
    return this.metadata.get(stream)?.truncateBefore === LAST;
  }

  hasMetadata(stream: string): boolean {
    return this.metadata.has(stream);
  }

  /** The first revision that is shown of a stream whose last is `last`. */
  firstShown(stream: string, last: number): number {
    const { truncateBefore = 0n, maxCount } = this.metadata.get(stream) ?? {};
    return Math.max(Number(truncateBefore), maxCount === undefined ? 0 : last - maxCount + 1);
  }
}

/** By regular expression: `$tb` of a deleted stream is too large for JSON.parse to be exact. */
function parsed(data: Uint8Array): StreamMetadata {
  const text = Buffer.from(data).toString('utf8');
  const member = (name: string) => new RegExp(`"\\${name}"\\s*:\\s*(\\d+)`).exec(text)?.[1];
  const truncateBefore = member('$tb');
  const maxCount = member('$maxCount');
  return {
    ...(truncateBefore !== undefined && { truncateBefore: BigInt(truncateBefore) }),
    ...(maxCount !== undefined && { maxCount: Number(maxCount) }),
  };
}
