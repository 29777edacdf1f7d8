import type { StoredRow } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import type { Database } from '@tillwatch/postgres';

/** The log's events after one position up to and with another, in order, in pages: what a rebuild reads. */
export type LogSource = (after: number, upTo: number) => AsyncIterable<readonly StoredRow[]>;

const pageSize = 5_000;

const between = `
  SELECT position, stream, revision, type, header, data FROM tillwatch.events
  WHERE position > $1 AND position <= $2 ORDER BY position`;

/** The log in the same PostgreSQL: one cursor, and only the columns that reading needs. */
export function logTable(database: Database): LogSource {
  return (after, upTo) => database.pages<StoredRow>(between, [after, upTo], pageSize);
}

/** The log wherever it is. Throws when an event is missing in it: rows over a hole would look right and be wrong. */
export function logOf(store: Pick<EventStore, 'readAll'>): LogSource {
  return async function* pages(after, upTo) {
    for (let position = after; position < upTo;) {
      const page = await store.readAll(position, Math.min(pageSize, upTo - position));
      if (page[0]?.position !== position + 1) throw new Error(`The log has no event at position ${position + 1}.`);
      yield page;
      position = page.at(-1)!.position;
    }
  };
}
