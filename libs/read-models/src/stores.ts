import type { StoreView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';

export interface StoreQuery {
  store?: string;
  merchant?: string;
  limit: number;
  after?: PageCursor;
}

const heard = `SELECT store_id AS id, count(*)::int AS terminals FROM read_models.terminal_state
               WHERE store_id IS NOT NULL GROUP BY store_id`;
const stores = `(SELECT id, coalesce(terminals, 0) AS terminals, c.document ->> 'timeZone' AS zone, m.merchant_id
  FROM (${heard}) AS heard FULL JOIN read_models.store_calendars AS c USING (id)
  FULL JOIN read_models.store_merchants AS m USING (id)) AS stores`;

/** By id. */
export async function listStores(
  db: Queryable,
  { store, merchant, limit, after }: StoreQuery,
): Promise<PageOf<StoreView>> {
  const page = await readPage<{ id: string; terminals: number; zone: string | null; merchant_id: string | null }>(db, {
    select: 'id, terminals, zone, merchant_id',
    from: stores,
    where: [when(store, 'id = ?'), when(merchant, 'merchant_id = ?')],
    sort: { by: ['id'], descending: false },
    limit,
    after,
  });
  return { ...page, items: page.items.map(viewOf) };

  function viewOf({ id, terminals, zone, merchant_id }: (typeof page.items)[number]): StoreView {
    return {
      ...{ storeId: id, terminals },
      ...(zone !== null && { timeZone: zone }),
      ...(merchant_id !== null && { merchant: merchant_id }),
    };
  }
}
