import type { StoreCalendarView } from '@tillwatch/api';
import type { StoreCalendarSet } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** The opening hours of each store, as last set. */
export const storeCalendars: ReadModel = {
  name: 'store-calendars',
  version: 1,
  tables: [{ name: 'store_calendars', key: ['id'] }],
  schema: 'CREATE TABLE store_calendars (id text COLLATE "C" PRIMARY KEY, document json NOT NULL);',
  open: (schema, empty) => new CalendarProjection(schema, empty),
};

type Document = StoreCalendarView & { id: string };

class CalendarProjection implements Projection {
  private readonly calendars: DocumentTable<Document>;

  constructor(schema: string, empty: boolean) {
    this.calendars = new DocumentTable({ schema, empty, table: 'store_calendars', columns: [] });
  }

  get pending(): number {
    return this.calendars.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.name === 'StoreCalendarSet');
    const idOf = ({ data }: { data: object }) => (data as StoreCalendarSet).store;
    await this.calendars.load(tx, ours.map(idOf));
    for (const event of ours) {
      const { actor, store, ...calendar } = event.data as unknown as StoreCalendarSet;
      const set = { by: actor, at: event.header.recordedtime };
      // In place: the table must not hold two documents under one id.
      const held = this.calendars.get(store) ?? { id: store };
      delete (held as Partial<Document>).holidays;
      this.calendars.put(Object.assign(held, { store, ...calendar, set, revision: event.revision }) as Document);
    }
    return [];
  }

  write(tx: Queryable): Promise<void> {
    return this.calendars.write(tx);
  }
}

export async function getStoreCalendar(db: Queryable, store: string): Promise<StoreCalendarView | undefined> {
  const text = 'SELECT document FROM read_models.store_calendars WHERE id = $1';
  const [row] = await db.query<{ document: Document }>(text, [store]);
  return row && viewOf(row.document);
}

function viewOf({ id, ...view }: Document): StoreCalendarView {
  void id;
  return view;
}

/** Stores whose hours are known at one time; the rest count as always open. */
export const maxCalendars = 5_000;

export async function allStoreCalendars(db: Queryable): Promise<StoreCalendarView[]> {
  const text = `SELECT document FROM read_models.store_calendars ORDER BY id LIMIT ${maxCalendars}`;
  return (await db.query<{ document: Document }>(text, [], 'store calendars')).map(({ document }) => viewOf(document));
}
