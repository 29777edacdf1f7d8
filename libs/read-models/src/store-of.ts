import type { Queryable } from '@tillwatch/postgres';

const queries = {
  terminal: 'SELECT store_id FROM read_models.terminal_state WHERE id = $1',
  operator: "SELECT document #>> '{storeId,value}' AS store_id FROM read_models.operator_state WHERE id = $1",
  alert: 'SELECT store_id FROM read_models.alerts WHERE id = $1',
} as const;

/** The store a thing is in, as far as is known now; `undefined` when there is no such thing, or it is in none. */
export async function storeOf(db: Queryable, thing: keyof typeof queries, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ store_id: string | null }>(queries[thing], [id]);
  return row?.store_id ?? undefined;
}
