import { randomUUID } from 'node:crypto';
import type { Account } from '@tillwatch/domain';
import { sha256Hex } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { newSecret } from './secrets.js';

/** PCI DSS 4.0.1, 8.2.8. */
export const idleMinutes = 15;
/** A working day; then people sign in again, however busy they are. */
export const sessionHours = 8;
/** How long one secret of a session serves. */
const rotateMinutes = 5;
/** Requests that were under way when the secret changed still show the one before. */
const graceSeconds = 30;
/** Use is noted so often: enough for the idle time, without a write for every request. */
const seenSeconds = 20;
/** Of one account; beyond it the oldest ends. */
const sessionsMax = 20;

export interface LiveSession {
  id: string;
  account: Account;
}

export type FoundSession =
  | (LiveSession & { kind: 'live'; renewed?: string })
  /** A secret that has been replaced was shown: somebody else has it. The session is over. */
  | { kind: 'reused'; id: string; accountId: string };

interface Row {
  id: string;
  account_id: string;
  hash: string;
  rotated_at: Date;
  seen_at: Date;
  state: Account;
}

const sessions = `
  SELECT s.id, s.account_id, s.hash, s.rotated_at, s.seen_at, a.state
  FROM accounts.sessions s JOIN accounts.accounts a ON a.id = s.account_id
  WHERE s.started_at > $2::timestamptz - interval '${sessionHours} hours'
    AND s.seen_at > $2::timestamptz - interval '${idleMinutes} minutes'`;

/** Always a new one, whatever the caller showed before (A35). */
export async function startSession(
  db: Queryable,
  accountId: string,
  nowMs: number,
): Promise<{ id: string; secret: string }> {
  const { secret, hash } = newSecret();
  const id = randomUUID();
  await db.query(
    `INSERT INTO accounts.sessions (id, account_id, hash, started_at, rotated_at, seen_at) VALUES ($1, $2, $3, $4, $4, $4)`,
    [id, accountId, hash, instant(nowMs)],
  );
  await db.query(
    `DELETE FROM accounts.sessions WHERE account_id = $1 AND id NOT IN (
       SELECT id FROM accounts.sessions WHERE account_id = $1 ORDER BY started_at DESC, id LIMIT ${sessionsMax})`,
    [accountId],
  );
  return { id, secret };
}

/** The session a secret is of, renewed when its secret has served long enough. */
export async function findSession(db: Queryable, secret: string, nowMs: number): Promise<FoundSession | undefined> {
  const hash = sha256Hex(secret);
  const now = instant(nowMs);
  const [row] = await db.query<Row>(`${sessions} AND (s.hash = $1 OR s.previous_hash = $1)`, [hash, now]);
  if (!row) return undefined;
  const live = { kind: 'live', id: row.id, account: row.state } as const;
  const rotatedAgoMs = nowMs - row.rotated_at.getTime();
  if (row.hash !== hash) {
    if (rotatedAgoMs <= graceSeconds * 1_000) return live;
    await endSessions(db, row.account_id, row.id);
    return { kind: 'reused', id: row.id, accountId: row.account_id };
  }
  if (rotatedAgoMs > rotateMinutes * 60_000) return { ...live, ...(await rotate(db, row.id, hash, now)) };
  if (nowMs - row.seen_at.getTime() > seenSeconds * 1_000) {
    await db.query('UPDATE accounts.sessions SET seen_at = $2 WHERE id = $1', [row.id, now]);
  }
  return live;
}

/** Of several requests at once one gets the new secret; the others go on with the old one for a while. */
async function rotate(db: Queryable, id: string, hash: string, now: string): Promise<{ renewed?: string }> {
  const next = newSecret();
  const rows = await db.query(
    `UPDATE accounts.sessions SET hash = $3, previous_hash = $2, rotated_at = $4, seen_at = $4
     WHERE id = $1 AND hash = $2 RETURNING id`,
    [id, hash, next.hash, now],
  );
  return rows.length > 0 ? { renewed: next.secret } : {};
}

/** The session by its id, without counting as use of it: a stream that stays open is nobody's doing. */
export async function sessionById(db: Queryable, id: string, nowMs: number): Promise<LiveSession | undefined> {
  const [row] = await db.query<Row>(`${sessions} AND s.id = $1`, [id, instant(nowMs)]);
  return row && { id, account: row.state };
}

/** Ends one session of an account, or all but one, or all; gives the ids of those that ended. */
export async function endSessions(db: Queryable, accountId: string, id?: string, except?: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `DELETE FROM accounts.sessions WHERE account_id = $1 AND ($2::uuid IS NULL OR id = $2)
       AND ($3::uuid IS NULL OR id <> $3) RETURNING id`,
    [accountId, id ?? null, except ?? null],
  );
  return rows.map((row) => row.id);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
