import type { Account } from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { changeAccount, known } from './account-log.js';
import { getAccount } from './account-rows.js';
import { setPassword } from './accounts.js';
import type { AccountsContext } from './accounts-context.js';
import { confirmFactor, proposeFactor, removeFactor, takeCode } from './factor.js';
import { isPassword, nobodysHash } from './password.js';
import { endSessions } from './sessions.js';
import { passwordHash, record, refuse } from './sign-in.js';
import { countTry, forgetTries } from './tries.js';

/** A new password of one's own; the present one proves that it is they who sit there. */
export async function changeOwnPassword(
  of: AccountsContext,
  accountId: string,
  { current, next, session }: { current: string; next: string; session?: string },
): Promise<Account> {
  const account = known(await getAccount(of.database, accountId));
  await prove(of, account, current);
  if (current === next) throw new CodedError(problem('password-refused', '/password', 'It is the present one.'));
  return setPassword(of, account, { password: next, by: 'self', actor: account.username, keepSession: session });
}

/** A secret for an authenticator app; it counts once `confirmOwnFactor` was shown a code of it. */
export async function proposeOwnFactor(
  of: AccountsContext,
  accountId: string,
  password: string,
): Promise<{ secret: string; uri: string }> {
  const account = known(await getAccount(of.database, accountId));
  await prove(of, account, password);
  return proposeFactor(of, account);
}

export async function confirmOwnFactor(of: AccountsContext, accountId: string, code: string): Promise<Account> {
  const account = known(await getAccount(of.database, accountId));
  if (account.hasFactor) throw new CodedError(problem('factor-present'));
  if (!(await takeCode(of, accountId, code))) throw new CodedError(problem('code-wrong', '/code'));
  const data = { accountId, change: 'enrolled', actor: account.username } as const;
  const changed = await changeAccount(of, accountId, () => ({ name: 'AccountFactorChanged', data }));
  await confirmFactor(of.database, accountId);
  return changed;
}

/** By an administrator, for who has lost the app; or by its owner, with the password. */
export async function removeAccountFactor(of: AccountsContext, accountId: string, actor: string): Promise<Account> {
  const data = { accountId, change: 'removed', actor } as const;
  const account = await changeAccount(of, accountId, (before) =>
    known(before).hasFactor ? { name: 'AccountFactorChanged', data } : undefined,
  );
  await removeFactor(of.database, accountId);
  return account;
}

export async function removeOwnFactor(of: AccountsContext, accountId: string, password: string): Promise<Account> {
  const account = known(await getAccount(of.database, accountId));
  await prove(of, account, password);
  return removeAccountFactor(of, accountId, account.username);
}

/** Ends the session one is in. */
export async function signOut(of: AccountsContext, accountId: string, sessionId: string): Promise<void> {
  const ended = await endSessions(of.database, accountId, sessionId);
  for (const id of ended) await record(of, 'SessionEnded', { accountId, sessionId: id, reason: 'signed-out' });
}

/** Ends every session of an account, for somebody else. */
export async function endAllSessions(of: AccountsContext, accountId: string): Promise<void> {
  for (const sessionId of await endSessions(of.database, accountId)) {
    await record(of, 'SessionEnded', { accountId, sessionId, reason: 'revoked' });
  }
}

/** Wrong passwords count here as they do at the door. Throws `password-wrong`. */
async function prove(of: AccountsContext, account: Account, password: string): Promise<void> {
  const { database, clock } = of;
  const tried = await countTry(database, account.id, clock());
  const hash = (await passwordHash(of, account.id)) ?? (await nobodysHash());
  if ((await isPassword(password, hash)) && tried.counts) return void (await forgetTries(database, account.id));
  await refuse(of, account, tried, tried.counts ? 'wrong-password' : 'locked', account);
  throw new CodedError(problem('password-wrong', '/current'));
}
