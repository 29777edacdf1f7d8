import type { RevealedThing, RevealView } from '@tillwatch/api';
import type { PersonalDataRevealed } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';
import { recordModel } from './record-model.js';

/** Every time somebody was shown in clear what they see masked. */
export const reveals = recordModel<RevealView>({
  name: 'reveals',
  version: 1,
  columns: [
    { name: 'thing', type: 'text', of: ({ thing }) => thing },
    { name: 'thing_id', type: 'text', of: ({ thingId }) => thingId },
    { name: 'actor', type: 'text', of: ({ by }) => by },
    { name: 'at', type: 'bigint', of: ({ at }) => Date.parse(at) },
  ],
  indexes: ['at, id', 'thing, thing_id, at, id', 'actor, at, id'],
  idOf: ({ name, header }) => (name === 'PersonalDataRevealed' ? header.id : undefined),
  evolve(_, id, { header: { recordedtime: at }, data }) {
    const { actor: by, thing, id: thingId, field, reason } = data as unknown as PersonalDataRevealed;
    return { id, at, by, thing, thingId, field, reason };
  },
});

export interface RevealQuery {
  thing?: RevealedThing;
  /** Of the operator or the case. */
  id?: string;
  /** Who was shown it. */
  actor?: string;
  limit: number;
  after?: PageCursor;
}

/** Newest first. */
export async function listReveals(
  db: Queryable,
  { thing, id, actor, limit, after }: RevealQuery,
): Promise<PageOf<RevealView>> {
  const page = await readPage<{ document: RevealView }>(db, {
    select: 'document',
    from: 'read_models.reveals',
    where: [when(thing, 'thing = ?'), when(id, 'thing_id = ?'), when(actor, 'actor = ?')],
    sort: { by: ['at', 'id'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => document) };
}

/** How often somebody was shown a field of it. */
export async function countReveals(db: Queryable, thing: RevealedThing, id: string): Promise<number> {
  const text = 'SELECT count(*) AS count FROM read_models.reveals WHERE thing = $1 AND thing_id = $2';
  return (await db.query<{ count: number }>(text, [thing, id]))[0]!.count;
}
