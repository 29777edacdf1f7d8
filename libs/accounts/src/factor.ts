import { CodedError, problem, seal, unseal } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { Secret, TOTP } from 'otpauth';
import type { AccountsContext } from './accounts-context.js';

/** What every authenticator app takes (RFC 6238): six digits, 30 seconds, SHA-1. */
const settings = { issuer: 'Tillwatch', algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Codes of the period before and after are taken: phones' clocks are not quite right. */
const window = 1;
const secretBytes = 20;

interface Row {
  sealed: string;
  confirmed: boolean;
}

/** A new secret for an app, which counts once a code of it was shown. `uri` is what the app scans. */
export async function proposeFactor(
  { database, key }: AccountsContext,
  account: { id: string; username: string },
): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: secretBytes });
  const rows = await database.query(
    `INSERT INTO accounts.factors AS held (account_id, sealed, confirmed, last_step) VALUES ($1, $2, false, 0)
     ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, last_step = 0 WHERE NOT held.confirmed
     RETURNING account_id`,
    [account.id, seal(key, account.id, secret.base32)],
  );
  if (rows.length === 0) throw new CodedError(problem('factor-present'));
  return { secret: secret.base32, uri: new TOTP({ ...settings, label: account.username, secret }).toString() };
}

/** Whether a code is right now and was not used before; the same code at once twice is right once. */
export async function takeCode(of: AccountsContext, accountId: string, code: string): Promise<boolean> {
  const [row] = await of.database.query<Row>('SELECT sealed, confirmed FROM accounts.factors WHERE account_id = $1', [
    accountId,
  ]);
  const secret = row && unseal(of.key, accountId, row.sealed);
  if (secret === undefined) return false;
  const now = of.clock();
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: now, window });
  if (delta === null) return false;
  const step = Math.floor(now / 1_000 / settings.period) + delta;
  const taken = await of.database.query(
    'UPDATE accounts.factors SET last_step = $2 WHERE account_id = $1 AND last_step < $2 RETURNING account_id',
    [accountId, step],
  );
  return taken.length > 0;
}

export async function confirmFactor(db: Queryable, accountId: string): Promise<void> {
  await db.query('UPDATE accounts.factors SET confirmed = true WHERE account_id = $1', [accountId]);
}

export async function removeFactor(db: Queryable, accountId: string): Promise<void> {
  await db.query('DELETE FROM accounts.factors WHERE account_id = $1', [accountId]);
}
