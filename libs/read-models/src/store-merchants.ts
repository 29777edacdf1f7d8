import type { StoreMerchantView } from '@tillwatch/api';
import { evolveStoreMerchant, type StoreMerchant, type ToldEvent } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
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

export function storeMerchantView({ id: storeId, ...known }: StoreMerchant): StoreMerchantView {
  return { storeId, ...known };
}
