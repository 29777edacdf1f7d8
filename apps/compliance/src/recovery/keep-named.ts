import { keepThing, type PlacedThing } from '@tillwatch/http';
import type { Queryable } from '@tillwatch/postgres';
import { storeOf } from '@tillwatch/read-models';

/** Ids that a command names besides that of its route. */
export type NamedThings = Partial<Record<PlacedThing, string | undefined>>;

/** Throws `not-found` when one of them is not in the caller's stores; a caller of all stores may name any. */
export async function keepNamed(
  db: Queryable,
  stores: readonly string[] | undefined,
  named: NamedThings,
): Promise<void> {
  if (!stores) return;
  for (const [thing, id] of Object.entries(named) as [PlacedThing, string | undefined][]) {
    if (id !== undefined) await keepThing(stores, thing, id, (kind, one) => storeOf(db, kind, one));
  }
}
