import { hash } from 'node:crypto';
import { uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';

/** PCI DSS 4.0.1, 8.3.4: at most 10 tries, at least 30 minutes. */
export const triesMax = 10;
export const lockMinutes = 30;

/** Names nobody has share this many counters, or whoever sends names would fill the table. */
const strangers = 4_096;

/** Where tries are counted: for an account its id, for any other name one of a fixed number. */
export function strangerOf(username: string): string {
  return uuidFromName(`stranger|${hash('sha256', username, 'buffer').readUInt32BE() % strangers}`);
}

export interface Try {
  /** In a row, this one included: of 50 at once, 1 to 50. */
  number: number;
  /** It may be looked at; the others came while there was a lock, or are too many. */
  counts: boolean;
}

/**
 * Counts a try before it is looked at, in one statement: of any number at once no two get the same number, and no more than
 * ten are looked at. The tenth locks; a lock that is over starts anew.
 */
export async function countTry(db: Queryable, id: string, nowMs: number): Promise<Try> {
  const [row] = await db.query<{ failures: number }>(
    `INSERT INTO accounts.tries AS held (id, failures) VALUES ($1, 1)
     ON CONFLICT (id) DO UPDATE SET
       failures = CASE WHEN held.locked_until <= $2::timestamptz THEN 1 ELSE held.failures + 1 END,
       locked_until = CASE
         WHEN held.locked_until <= $2::timestamptz THEN NULL
         WHEN held.locked_until IS NULL AND held.failures + 1 >= ${triesMax} THEN $2::timestamptz + interval '${lockMinutes} minutes'
         ELSE held.locked_until
       END
     RETURNING failures`,
    [id, new Date(nowMs).toISOString()],
  );
  return { number: row!.failures, counts: row!.failures <= triesMax };
}

/** Somebody got in, or was let in: counting starts anew. False: the lock stays, because tries beyond the tenth have come. */
export async function forgetTries(db: Queryable, id: string, { evenLocked = false } = {}): Promise<boolean> {
  const rows = await db.query(
    `UPDATE accounts.tries SET failures = 0, locked_until = NULL WHERE id = $1 AND ($2 OR failures <= ${triesMax}) RETURNING id`,
    [id, evenLocked],
  );
  return rows.length > 0;
}

/** Until when there is a lock at this instant; `undefined` without one. */
export async function lockOf(db: Queryable, id: string, nowMs: number): Promise<Date | undefined> {
  const [row] = await db.query<{ locked_until: Date }>(
    'SELECT locked_until FROM accounts.tries WHERE id = $1 AND locked_until > $2',
    [id, new Date(nowMs).toISOString()],
  );
  return row?.locked_until;
}
