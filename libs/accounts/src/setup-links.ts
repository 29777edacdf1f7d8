import { sha256Hex } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { newSecret } from './secrets.js';

export const linkHours = 24;
/** Stands in for the account of the first administrator, which is made when the link is used. */
export const nobody = '00000000-0000-0000-0000-000000000000';

/** Makes a code for one use; one made before it for the same account is void. */
export async function insertLink(
  db: Queryable,
  accountId: string,
  nowMs: number,
): Promise<{ code: string; expiresAt: string }> {
  const { secret, hash } = newSecret();
  const expiresAt = new Date(nowMs + linkHours * 3_600_000).toISOString();
  await db.query(
    `INSERT INTO accounts.setup_links (account_id, hash, expires_at) VALUES ($1, $2, $3)
     ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at`,
    [accountId, hash, expiresAt],
  );
  return { code: secret, expiresAt };
}

/** The account a code is for; it stays good. */
export async function lookUpLink(db: Queryable, code: string, nowMs: number): Promise<string | undefined> {
  const [row] = await db.query<{ account_id: string }>(
    'SELECT account_id FROM accounts.setup_links WHERE hash = $1 AND expires_at > $2',
    [sha256Hex(code), new Date(nowMs).toISOString()],
  );
  return row?.account_id;
}

/** Spends a code; false when somebody else has, at the same moment too. */
export async function spendLink(db: Queryable, code: string): Promise<boolean> {
  const rows = await db.query('DELETE FROM accounts.setup_links WHERE hash = $1 RETURNING account_id', [
    sha256Hex(code),
  ]);
  return rows.length > 0;
}
