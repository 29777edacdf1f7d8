import type { StoreView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';

/** Stores in one answer: more than a chain lists on a page. */
export const maxStores = 2_000;

/** The stores where a terminal was last heard of, or that have a calendar, by id; `store`: that one. */
export async function listStores(db: Queryable, store?: string): Promise<StoreView[]> {
  const rows = await db.query<{ id: string; terminals: number; zone: string | null }>(
    `SELECT coalesce(s.store_id, c.id) AS id, coalesce(s.terminals, 0) AS terminals, c.document ->> 'timeZone' AS zone
     FROM (SELECT store_id, count(*) AS terminals FROM read_models.terminal_state WHERE store_id IS NOT NULL GROUP BY store_id) AS s
     FULL JOIN read_models.store_calendars AS c ON c.id = s.store_id
     WHERE $1::text IS NULL OR coalesce(s.store_id, c.id) = $1 ORDER BY 1 LIMIT ${maxStores}`,
    [store ?? null],
  );
  return rows.map(({ id, terminals, zone }) => ({ storeId: id, terminals, ...(zone !== null && { timeZone: zone }) }));
}
