import type { Queryable } from '@tillwatch/postgres';

const queries = {
  // The registry decides where it knows; what a terminal says of itself anybody can say.
  terminal: `SELECT coalesce((SELECT store_id FROM read_models.terminal_registry WHERE id = $1),
                             (SELECT store_id FROM read_models.terminal_state WHERE id = $1)) AS store_id`,
  operator: "SELECT document #>> '{storeId,value}' AS store_id FROM read_models.operator_state WHERE id = $1",
  alert: 'SELECT store_id FROM read_models.alerts WHERE id = $1',
  case: 'SELECT store_id FROM read_models.recovery_cases WHERE id = lower($1)',
  store: 'SELECT $1::text AS store_id',
} as const;

/** The store a thing is in, as far as is known now; `undefined` when there is no such thing, or it is in none. */
export async function storeOf(db: Queryable, thing: keyof typeof queries, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ store_id: string | null }>(queries[thing], [id]);
  return row?.store_id ?? undefined;
}
