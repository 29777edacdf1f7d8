import type { SilenceView } from '@tillwatch/api';
import { evolveSilence, silenceEnd, silenceState, type Silence, type SilenceEvent } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { readPage, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** Every silence there ever was. */
export const silences: ReadModel = {
  name: 'silences',
  version: 1,
  tables: [{ name: 'silences', key: ['id'] }],
  schema: `
    CREATE TABLE silences (
      id text COLLATE "C" PRIMARY KEY,
      starts_at bigint NOT NULL,
      ends_at bigint NOT NULL,
      document json NOT NULL
    );
    CREATE INDEX silences_by_end ON silences (ends_at, id);`,
  open: (schema, empty) => new SilenceProjection(schema, empty),
};

const silenceStream = 'silence-';

class SilenceProjection implements Projection {
  private readonly silences: DocumentTable<Silence>;

  constructor(schema: string, empty: boolean) {
    this.silences = new DocumentTable({
      schema,
      empty,
      table: 'silences',
      columns: [
        { name: 'starts_at', type: 'bigint', of: (silence) => Date.parse(silence.from) },
        { name: 'ends_at', type: 'bigint', of: silenceEnd },
      ],
    });
  }

  get pending(): number {
    return this.silences.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.stream.startsWith(silenceStream));
    if (ours.length === 0) return [];
    const idOf = ({ stream }: { stream: string }) => stream.slice(silenceStream.length);
    await this.silences.load(tx, ours.map(idOf));
    for (const event of ours) {
      const { name, data, header } = event;
      const told = { name, data, at: header.recordedtime } as unknown as SilenceEvent;
      const silence = evolveSilence(this.silences.get(idOf(event)), idOf(event), told);
      if (silence) this.silences.put(silence);
    }
    return [{ kind: 'lists', id: 'silences' }];
  }

  write(tx: Queryable): Promise<void> {
    return this.silences.write(tx);
  }
}

export function silenceView(silence: Silence, nowMs: number): SilenceView {
  const state = silenceState(silence, nowMs);
  return { ...silence, state, remind: state === 'active' && nowMs >= Date.parse(silence.remindAt) };
}

export interface SilenceQuery {
  nowMs: number;
  /** Those that are over, the latest first. Default: those that are not, the one that ends next first. */
  ended?: boolean;
  limit: number;
  after?: PageCursor;
}

export async function listSilences(
  db: Queryable,
  { nowMs, ended = false, limit, after }: SilenceQuery,
): Promise<PageOf<SilenceView>> {
  const page = await readPage<{ document: Silence }>(db, {
    select: 'document',
    from: 'read_models.silences',
    where: [[ended ? 'ends_at <= ?' : 'ends_at > ?', nowMs]],
    sort: { by: ['ends_at', 'id'], descending: ended },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => silenceView(document, nowMs)) };
}

/** Silences that are not over, at one time: each is compared with every alert that is shown. */
export const maxSilences = 200;

/** Those in force at an instant. */
export async function activeSilences(db: Queryable, nowMs: number): Promise<Silence[]> {
  const text = `SELECT document FROM read_models.silences WHERE starts_at <= $1 AND ends_at > $1 ORDER BY ends_at, id LIMIT ${maxSilences}`;
  return (await db.query<{ document: Silence }>(text, [nowMs])).map(({ document }) => document);
}

/** Those that held at some time of a span, ms since 1970. */
export async function silencesWithin(db: Queryable, from: number, to: number): Promise<Silence[]> {
  const text = `SELECT document FROM read_models.silences WHERE starts_at < $2 AND ends_at > $1 ORDER BY ends_at, id LIMIT ${maxSilences}`;
  return (await db.query<{ document: Silence }>(text, [from, to])).map(({ document }) => document);
}

/** How many are not over. */
export async function countSilences(db: Queryable, nowMs: number): Promise<number> {
  const text = 'SELECT count(*) AS count FROM read_models.silences WHERE ends_at > $1';
  return (await db.query<{ count: number }>(text, [nowMs]))[0]!.count;
}
