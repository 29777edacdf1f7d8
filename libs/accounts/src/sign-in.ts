import { randomUUID } from 'node:crypto';
import { type Account, isAccountOpen } from '@tillwatch/domain';
import {
  type PayloadOf,
  platformEvent,
  type PlatformEventName,
  type SignInMethod,
  type SignInRefusal,
} from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, hmacSha256Hex, problem } from '@tillwatch/kernel';
import { accountIdOf, changeAccount } from './account-log.js';
import { getAccount, noteSignIn } from './account-rows.js';
import type { AccountsContext } from './accounts-context.js';
import { takeCode } from './factor.js';
import { isPassword, nobodysHash } from './password.js';
import { startSession } from './sessions.js';
import { countTry, forgetTries, lockMinutes, strangerOf, type Try, triesMax } from './tries.js';

export interface SignInRequest {
  username: string;
  password: string;
  /** Of the second factor; left out first, and asked for once the password was right. */
  code?: string;
  /** Where it came from. */
  address?: string;
}

export interface SignedIn {
  account: Account;
  session: { id: string; secret: string };
}

/** As names are typed: in any case, with spaces around. */
export function usernameOf(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/**
 * Signs somebody in by password and, if there is one, second factor. Throws `sign-in-failed` whatever the reason, after the
 * same work for a name that nobody has; `second-factor-required` only to who knows the password. Both are events.
 */
export async function signIn(of: AccountsContext, request: SignInRequest): Promise<SignedIn> {
  const { database, clock, tenant } = of;
  const username = usernameOf(request.username);
  const account = await getAccount(database, accountIdOf(tenant, username));
  const counted = account ? account.id : strangerOf(username);
  const tried = await countTry(database, counted, clock());
  const hash = (await passwordHash(of, counted)) ?? (await nobodysHash());
  const isRight = await isPassword(request.password, hash);
  const refusal = await refusalOf(of, account, tried, isRight, request.code);
  if (!account || refusal !== undefined) {
    await refuse(of, account, tried, refusal ?? 'unknown', { ...request, username });
    throw new CodedError(problem(refusal === 'code-missing' ? 'second-factor-required' : 'sign-in-failed'));
  }
  if (!(await forgetTries(database, account.id))) await lock(of, account.id, tried.number);
  const method = account.hasFactor ? 'password-and-code' : 'password';
  return open(of, account, method, request.address);
}

/** A session for an account that has shown who it is. */
export async function open(
  of: AccountsContext,
  account: Account,
  method: SignInMethod,
  address?: string,
): Promise<SignedIn> {
  const session = await startSession(of.database, account.id, of.clock());
  const from = address === undefined ? {} : { address };
  await noteSignIn(of.database, account.id, of.clock());
  await record(of, 'SignInSucceeded', { accountId: account.id, sessionId: session.id, method, ...from });
  return { account, session };
}

export async function passwordHash({ database }: AccountsContext, id: string): Promise<string | undefined> {
  const [row] = await database.query<{ hash: string }>('SELECT hash FROM accounts.passwords WHERE account_id = $1', [
    id,
  ]);
  return row?.hash;
}

async function refusalOf(
  of: AccountsContext,
  account: Account | undefined,
  { counts }: Try,
  isRight: boolean,
  code: string | undefined,
): Promise<SignInRefusal | undefined> {
  if (!account) return 'unknown';
  if (!counts) return 'locked';
  if (!isRight || account.kind !== 'person') return 'wrong-password';
  if (!isAccountOpen(account, of.clock())) return 'disabled';
  if (!account.hasFactor) return undefined;
  if (code === undefined) return 'code-missing';
  return (await takeCode(of, account.id, code)) ? undefined : 'wrong-code';
}

/** Records that somebody did not show who they are; the tenth time in a row locks. */
export async function refuse(
  of: AccountsContext,
  account: Account | undefined,
  { number, counts }: Try,
  reason: SignInRefusal,
  { username, address }: Pick<SignInRequest, 'username' | 'address'>,
): Promise<void> {
  const who = account ? { accountId: account.id } : { typedHash: hmacSha256Hex(of.key, username) };
  await record(of, 'SignInFailed', { ...who, reason, ...(address !== undefined && { address }) });
  if (account && counts && number === triesMax) await lock(of, account.id, number);
}

async function lock(of: AccountsContext, accountId: string, failures: number): Promise<void> {
  const until = new Date(of.clock() + lockMinutes * 60_000).toISOString();
  await changeAccount(of, accountId, () => ({ name: 'AccountLocked', data: { accountId, failures, until } }));
}

/** Each in a stream of its own: many at once do not wait for one another, and the account's stream stays short. */
export async function record<Name extends PlatformEventName>(
  { store, clock, tenant }: AccountsContext,
  name: Name,
  data: PayloadOf<Name>,
): Promise<void> {
  const id = randomUUID();
  const origin = { id, source: '/platform/accounts', recordedtime: new Date(clock()).toISOString(), tenant };
  const events = [platformEvent(name, data, origin)];
  await store.append([{ stream: `sign-in-${id}`, expectedRevision: NO_STREAM, events }]);
}
