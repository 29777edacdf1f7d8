import type { Account } from '@tillwatch/domain';
import { sha256Hex } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { newSecret } from './secrets.js';

/** So that a token that turns up somewhere is recognised as one of ours. */
const prefix = 'tw_';
/** Use is noted so often, not for every request. */
const usedSeconds = 60;

interface Row {
  id: string;
  last_used_at: Date | null;
  state: Account;
}

const tokens = `
  SELECT t.id, t.last_used_at, a.state FROM accounts.tokens t JOIN accounts.accounts a ON a.id = t.account_id
  WHERE t.expires_at > $2`;

/** Makes a token; this is the only time it can be seen. */
export async function insertToken(
  db: Queryable,
  { id, accountId, expiresAt }: { id: string; accountId: string; expiresAt: string },
): Promise<string> {
  const { secret, hash } = newSecret(prefix);
  await db.query('INSERT INTO accounts.tokens (id, account_id, hash, expires_at) VALUES ($1, $2, $3, $4)', [
    id,
    accountId,
    hash,
    expiresAt,
  ]);
  return secret;
}

/** The account a token is of, and the token's id. */
export async function findToken(
  db: Queryable,
  token: string,
  nowMs: number,
): Promise<{ id: string; account: Account } | undefined> {
  if (!token.startsWith(prefix)) return undefined;
  const now = new Date(nowMs).toISOString();
  const [row] = await db.query<Row>(`${tokens} AND t.hash = $1`, [sha256Hex(token), now], 'account-token');
  if (!row) return undefined;
  if (row.last_used_at === null || nowMs - row.last_used_at.getTime() > usedSeconds * 1_000) {
    await db.query('UPDATE accounts.tokens SET last_used_at = $2 WHERE id = $1', [row.id, now]);
  }
  return { id: row.id, account: row.state };
}

export async function tokenById(db: Queryable, id: string, nowMs: number): Promise<Account | undefined> {
  const [row] = await db.query<Row>(`${tokens} AND t.id = $1`, [id, new Date(nowMs).toISOString()]);
  return row?.state;
}

export async function deleteToken(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM accounts.tokens WHERE id = $1', [id]);
}

/** When each token of an account was last used, by its id; those never used are left out. */
export async function lastUses(db: Queryable, accountId: string): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; last_used_at: Date }>(
    'SELECT id, last_used_at FROM accounts.tokens WHERE account_id = $1 AND last_used_at IS NOT NULL',
    [accountId],
  );
  return new Map(rows.map(({ id, last_used_at }) => [id, last_used_at.toISOString()]));
}
