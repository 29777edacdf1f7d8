import type { StoreView } from '@tillwatch/api';
import { evolveStoreMerchant, type StoreMerchant, type ToldEvent } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';
import { after, recordModel, told } from './record-model.js';

/** Which merchant runs which store, of those somebody said it of. */
export const storeMerchants = recordModel<StoreMerchant>({
  name: 'store-merchants',
  version: 1,
  columns: [{ name: 'merchant_id', type: 'text', of: ({ merchant }) => merchant }],
  indexes: ['merchant_id, id'],
  idOf: after('merchant-of-'),
  evolve: (known, id, event) => evolveStoreMerchant(known, id, told<ToldEvent<'StoreMerchantChanged'>>(event)),
});

/** So many one account's merchants can have between them: who they are of is asked with every request. */
export const maxStoresOfMerchants = 5_000;

/** The stores these merchants run now, by id; the first 5,000. */
export async function storesOfMerchants(db: Queryable, merchants: readonly string[]): Promise<string[]> {
  const text = `SELECT id FROM read_models.store_merchants WHERE merchant_id = ANY($1)
                ORDER BY id LIMIT ${maxStoresOfMerchants}`;
  return (await db.query<{ id: string }>(text, [merchants], 'stores of merchants')).map(({ id }) => id);
}

export interface StoreQuery {
  merchant?: string;
  limit: number;
  after?: PageCursor;
}

/** By id. */
export async function listStores(
  db: Queryable,
  { merchant, limit, after: from }: StoreQuery,
): Promise<PageOf<StoreView>> {
  const page = await readPage<{ document: StoreMerchant }>(db, {
    select: 'document',
    from: 'read_models.store_merchants',
    where: [when(merchant, 'merchant_id = ?')],
    sort: { by: ['id'], descending: false },
    limit,
    after: from,
  });
  return { ...page, items: page.items.map(({ document }) => storeView(document)) };
}

export function storeView({ id: store, ...known }: StoreMerchant): StoreView {
  return { store, ...known };
}
