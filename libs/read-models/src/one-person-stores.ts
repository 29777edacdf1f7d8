import type { OnePersonStoreView } from '@tillwatch/api';
import type { ToldEvent } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { after, recordModel, told } from './record-model.js';

type Document = OnePersonStoreView & { id: string };

/** Stores where one person may decide alone, as last registered; also where that is over. */
export const onePersonStores = recordModel<Document>({
  name: 'one-person-stores',
  version: 1,
  columns: [{ name: 'store_id', type: 'text', of: ({ storeId }) => storeId }],
  indexes: ['store_id'],
  idOf: after('one-person-'),
  evolve: (_, id, event) => {
    const { data, at } = told<ToldEvent<'OnePersonStoreRegistered'>>(event);
    const { actor: by, ...registered } = data;
    return { id, ...registered, registered: { by, at } };
  },
});

/** Exceptions are few; a list that had more would be no list of exceptions. */
const maxListed = 1_000;

export async function listOnePersonStores(db: Queryable): Promise<OnePersonStoreView[]> {
  const text = `SELECT document FROM read_models.one_person_stores ORDER BY store_id LIMIT ${maxListed}`;
  const rows = await db.query<{ document: Document }>(text, [], 'one-person stores');
  return rows.map(({ document: { id: _, ...view } }) => view);
}
