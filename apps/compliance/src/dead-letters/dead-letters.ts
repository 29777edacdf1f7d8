import type { DeadLetterView } from '@tillwatch/api';
import { type Problem, sha256Hex, uuidFromName } from '@tillwatch/kernel';
import type { Migration, Queryable } from '@tillwatch/postgres';

/** Something that arrived and could not become an event: kept with its bytes so that it can be repaired and replayed. */
export interface DeadLetter {
  via: 'http' | 'kafka';
  problem: Problem;
  /** What arrived, secrets already masked. Cut at 64 KiB. */
  raw: Buffer;
  /** RFC 3339 UTC. */
  receivedAt: string;
}

/** At the limit new HTTP rejections are answered but no longer kept: their sender still holds them. */
export const deadLetterLimit = 10_000;
const rawLimitBytes = 65_536;

export const deadLetterMigrations: Migration[] = [
  {
    id: '0002-dead-letters',
    sql: `
      CREATE TABLE tillwatch.dead_letters (
        id uuid PRIMARY KEY,
        received_at timestamptz NOT NULL,
        via text NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        path text,
        raw bytea NOT NULL,
        replayed_at timestamptz
      );
      CREATE INDEX ON tillwatch.dead_letters (received_at DESC, id);
      GRANT SELECT, INSERT, UPDATE ON tillwatch.dead_letters TO tillwatch_app;
    `,
  },
];

/** Keeps letters; the same bytes refused for the same reason are one letter. Returns how many fell to the limit. */
export async function keepDeadLetters(db: Queryable, letters: readonly DeadLetter[]): Promise<number> {
  let dropped = 0;
  for (const letter of letters) {
    const raw = letter.raw.subarray(0, rawLimitBytes);
    const id = uuidFromName(`${letter.problem.code}|${letter.problem.path ?? ''}|${sha256Hex(raw.toString('base64'))}`);
    const rows = await db.query<{ kept: boolean }>(
      `WITH room AS (SELECT count(*) < $8 AS free FROM tillwatch.dead_letters WHERE replayed_at IS NULL),
            kept AS (INSERT INTO tillwatch.dead_letters (id, received_at, via, code, message, path, raw)
                     SELECT $1, $2, $3, $4, $5, $6, $7 FROM room WHERE free
                     ON CONFLICT (id) DO NOTHING)
       SELECT free AS kept FROM room`,
      [
        id,
        letter.receivedAt,
        letter.via,
        letter.problem.code,
        letter.problem.message,
        letter.problem.path,
        raw,
        deadLetterLimit,
      ],
    );
    if (!rows[0]?.kept) dropped++;
  }
  return dropped;
}

interface Row {
  id: string;
  received_at: Date;
  via: DeadLetterView['via'];
  code: string;
  message: string;
  path: string | null;
  raw: Buffer;
  replayed_at: Date | null;
}

const columns = 'id, received_at, via, code, message, path, raw, replayed_at';

/** Newest first, those not yet replayed before the others. `limit` 1..200. */
export async function listDeadLetters(db: Queryable, limit: number): Promise<DeadLetterView[]> {
  const rows = await db.query<Row>(
    `SELECT ${columns} FROM tillwatch.dead_letters ORDER BY replayed_at IS NOT NULL, received_at DESC, id LIMIT $1`,
    [limit],
  );
  return rows.map(view);
}

export async function getDeadLetter(db: Queryable, id: string): Promise<DeadLetterView | undefined> {
  const [row] = await db.query<Row>(`SELECT ${columns} FROM tillwatch.dead_letters WHERE id = $1`, [id]);
  return row && view(row);
}

export async function markReplayed(db: Queryable, id: string, at: string): Promise<void> {
  await db.query('UPDATE tillwatch.dead_letters SET replayed_at = $2 WHERE id = $1', [id, at]);
}

function view(row: Row): DeadLetterView {
  return {
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    via: row.via,
    code: row.code,
    message: row.message,
    ...(row.path !== null && { path: row.path }),
    raw: row.raw.toString('base64'),
    ...(row.replayed_at && { replayedAt: row.replayed_at.toISOString() }),
  };
}
