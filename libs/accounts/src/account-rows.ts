import type { Account } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';

/** More are not listed; a shop's people are hundreds. */
const listedMax = 5_000;

interface Row {
  state: Account;
}

/** Writes what the log says up to a revision, unless the row says more already. */
export async function saveAccount(db: Queryable, account: Account, revision: number): Promise<void> {
  await db.query(
    `INSERT INTO accounts.accounts AS held (id, username, revision, state) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state
     WHERE held.revision < excluded.revision`,
    [account.id, account.username, revision, JSON.stringify(account)],
  );
}

export async function getAccount(db: Queryable, id: string): Promise<Account | undefined> {
  const [row] = await db.query<Row>('SELECT state FROM accounts.accounts WHERE id = $1', [id]);
  return row?.state;
}

/** By name, at most 5,000. */
export async function listAccounts(db: Queryable): Promise<Account[]> {
  const text = 'SELECT state FROM accounts.accounts ORDER BY username LIMIT $1';
  return (await db.query<Row>(text, [listedMax])).map(({ state }) => state);
}

export async function noteSignIn(db: Queryable, id: string, nowMs: number): Promise<void> {
  const at = new Date(nowMs).toISOString();
  await db.query('UPDATE accounts.accounts SET last_sign_in = greatest(last_sign_in, $2) WHERE id = $1', [id, at]);
}

/** When each account was last used, by its id: its last sign-in, or the last use of a token it still has. */
export async function lastUsed(db: Queryable): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; at: Date }>(
    `SELECT held.id, greatest(held.last_sign_in, max(token.last_used_at)) AS at
     FROM accounts.accounts AS held LEFT JOIN accounts.tokens AS token ON token.account_id = held.id
     GROUP BY held.id HAVING greatest(held.last_sign_in, max(token.last_used_at)) IS NOT NULL`,
  );
  return new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
}

/** Whether anybody but the holders of the installation's tokens can get in. */
export async function hasAccounts(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ some: boolean }>('SELECT EXISTS (SELECT FROM accounts.accounts) AS some');
  return row!.some;
}
