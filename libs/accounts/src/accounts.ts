import { randomUUID } from 'node:crypto';
import { type Account, type AccountGrant, checkGrant, checkToken } from '@tillwatch/domain';
import { type AccountKind, maskText, type PasswordWay } from '@tillwatch/events';
import { CodedError, problem } from '@tillwatch/kernel';
import { accountIdOf, changeAccount, known, readAccount } from './account-log.js';
import { hasAccounts, listAccounts, saveAccount } from './account-rows.js';
import type { AccountsContext } from './accounts-context.js';
import { checkNewPassword, hashPassword, nobodysHash } from './password.js';
import { endSessions } from './sessions.js';
import { insertLink, lookUpLink, nobody, spendLink } from './setup-links.js';
import { usernameOf } from './sign-in.js';
import { deleteToken, insertToken } from './tokens.js';
import { forgetTries } from './tries.js';

const usernameForm = /^[a-z0-9][a-z0-9._-]{1,63}$/;
/** One shop's people and machines, many times over. */
const accountsMax = 5_000;

export interface WantedAccount extends AccountGrant {
  username: string;
  name: string;
  kind: AccountKind;
}

/** Who gives a command: the account's id (or that of the installation's token), and the name events give. */
export interface Actor {
  subject: string;
  name: string;
}

/** Makes an account nobody gets in by yet: it needs a setup link, a first password or a token. */
export async function createAccount(of: AccountsContext, wanted: WantedAccount, actor: string): Promise<Account> {
  const { database, tenant, clock } = of;
  const username = usernameOf(wanted.username);
  if (!usernameForm.test(username)) throw invalid('/username', 'Letters a to z, digits, dots, dashes; 2 to 64.');
  const { kind, name, ...grant } = wanted;
  const checked = checkGrant({ roles: grant.roles, ...definedOf(grant) }, kind, clock());
  if (!checked.ok) throw new CodedError(checked.error);
  if ((await listAccounts(database)).length >= accountsMax) throw new CodedError(problem('limit-reached'));
  const accountId = accountIdOf(tenant, username);
  const data = { accountId, username, name: maskText(name), kind, ...checked.value, actor };
  return changeAccount(of, accountId, (before) => {
    if (before) throw new CodedError(problem('name-taken', '/username'));
    return { name: 'AccountCreated', data };
  });
}

/** Nobody changes what they may do themselves (A23). */
export async function changeRoles(
  of: AccountsContext,
  accountId: string,
  grant: AccountGrant & { reason: string },
  actor: Actor,
): Promise<Account> {
  refuseSelf(accountId, actor);
  const { reason, ...wanted } = grant;
  return changeAccount(of, accountId, (account) => {
    const checked = checkGrant({ roles: wanted.roles, ...definedOf(wanted) }, known(account).kind, of.clock());
    if (!checked.ok) throw new CodedError(checked.error);
    const data = { accountId, ...checked.value, reason: maskText(reason), actor: actor.name };
    return { name: 'AccountRolesChanged', data };
  });
}

/** Ends its sessions too. Disabling what is disabled changes nothing. */
export async function setDisabled(
  of: AccountsContext,
  accountId: string,
  { disabled, reason }: { disabled: boolean; reason: string },
  actor: Actor,
): Promise<Account> {
  refuseSelf(accountId, actor);
  const data = { accountId, reason: maskText(reason), actor: actor.name };
  const account = await changeAccount(of, accountId, (before) =>
    known(before).disabled === disabled ? undefined : { name: disabled ? 'AccountDisabled' : 'AccountEnabled', data },
  );
  if (disabled) await endSessions(of.database, accountId);
  return account;
}

export async function unlock(of: AccountsContext, accountId: string, reason: string, actor: Actor): Promise<Account> {
  refuseSelf(accountId, actor);
  const data = { accountId, reason: maskText(reason), actor: actor.name };
  const account = await changeAccount(of, accountId, (before) => {
    known(before);
    return { name: 'AccountUnlocked', data };
  });
  await forgetTries(of.database, accountId, { evenLocked: true });
  return account;
}

/** The code of a link by which the person sets a password, once, within a day. */
export async function issueSetupLink(
  of: AccountsContext,
  accountId: string,
  actor: string,
): Promise<{ code: string; expiresAt: string }> {
  const { account } = await readAccount(of, accountId);
  if (known(account).kind !== 'person') throw new CodedError(problem('not-found'));
  const link = await insertLink(of.database, accountId, of.clock());
  const data = { accountId, expiresAt: link.expiresAt, actor };
  await changeAccount(of, accountId, () => ({ name: 'AccountSetupLinkIssued', data }));
  return link;
}

/** For whoever starts the system while nobody has an account; `undefined` once somebody has. */
export async function firstSetupLink(of: AccountsContext): Promise<string | undefined> {
  if (await hasAccounts(of.database)) return undefined;
  return (await insertLink(of.database, nobody, of.clock())).code;
}

/**
 * Sets a password by a link. That of the first start makes the first administrator, who chooses a name too. Throws
 * `setup-link-invalid`; a password that is refused does not spend the link.
 */
export async function useSetupLink(
  of: AccountsContext,
  { code, password, username }: { code: string; password: string; username?: string },
): Promise<Account> {
  const { database, clock } = of;
  const linked = await lookUpLink(database, code, clock());
  const isFirst = linked === nobody;
  if (linked === undefined || (isFirst && (await hasAccounts(database)))) {
    throw new CodedError(problem('setup-link-invalid', '/code'));
  }
  if (isFirst && username === undefined) throw invalid('/username', 'The first administrator needs a name.');
  const before = isFirst ? undefined : known((await readAccount(of, linked)).account);
  const name = before?.username ?? usernameOf(username!);
  if (!before && !usernameForm.test(name)) throw invalid('/username', 'Letters a to z, digits, dots, dashes; 2 to 64.');
  checkNewPassword(password, name);
  if (!(await spendLink(database, code))) throw new CodedError(problem('setup-link-invalid', '/code'));
  const first = { username: name, name, kind: 'person', roles: ['administrator'] } as const;
  const account = before ?? (await createAccount(of, { ...first, roles: [...first.roles] }, name));
  return setPassword(of, account, { password, by: 'setup-link', actor: name });
}

/** Ends every session but the one it is done in. The log says that it was done before it is; the password is nowhere in it. */
export async function setPassword(
  of: AccountsContext,
  { id, username }: Account,
  {
    password,
    by,
    actor,
    keepSession,
  }: { password: string; by: PasswordWay; actor: string; keepSession?: string | undefined },
): Promise<Account> {
  checkNewPassword(password, username);
  const hash = await hashPassword(password);
  const data = { accountId: id, by, temporary: by === 'administrator', actor };
  const account = await changeAccount(of, id, (before) => {
    known(before);
    return { name: 'AccountPasswordSet', data };
  });
  await of.database.query(
    `INSERT INTO accounts.passwords (account_id, hash, set_at) VALUES ($1, $2, $3)
     ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`,
    [id, hash, new Date(of.clock()).toISOString()],
  );
  await endSessions(of.database, id, undefined, keepSession);
  return account;
}

/** A token for the API; this is the only time it can be seen. */
export async function issueToken(
  of: AccountsContext,
  accountId: string,
  { label, expiresAt }: { label: string; expiresAt: string },
  actor: string,
): Promise<{ id: string; token: string; expiresAt: string }> {
  const id = randomUUID();
  await changeAccount(of, accountId, (account) => {
    const refusal = checkToken(known(account), expiresAt, of.clock());
    if (refusal) throw new CodedError(refusal);
    return { name: 'AccountTokenIssued', data: { accountId, tokenId: id, label: maskText(label), expiresAt, actor } };
  });
  return { id, token: await insertToken(of.database, { id, accountId, expiresAt }), expiresAt };
}

/** Revoking twice changes nothing. */
export async function revokeToken(
  of: AccountsContext,
  accountId: string,
  tokenId: string,
  actor: string,
): Promise<void> {
  await changeAccount(of, accountId, (account) => {
    const token = known(account).tokens.find(({ id }) => id === tokenId);
    if (!token) throw new CodedError(problem('not-found'));
    return token.revoked ? undefined : { name: 'AccountTokenRevoked', data: { accountId, tokenId, actor } };
  });
  await deleteToken(of.database, tokenId);
}

/** Writes every row again that a process did not live to write, and warms what sign-ins need. At the start. */
export async function healAccounts(of: AccountsContext): Promise<void> {
  for (const { id } of await listAccounts(of.database)) {
    const { account, revision } = await readAccount(of, id);
    if (account) await saveAccount(of.database, account, revision);
    if (account?.disabled) await endSessions(of.database, id);
  }
  await nobodysHash();
}

function refuseSelf(accountId: string, { subject }: Actor): void {
  if (accountId === subject) throw new CodedError(problem('forbidden', undefined, 'Not for oneself.'));
}

function definedOf({ stores, merchants, until }: Omit<AccountGrant, 'roles'>): Omit<AccountGrant, 'roles'> {
  const where = { ...(stores && { stores: [...stores] }), ...(merchants && { merchants: [...merchants] }) };
  return { ...where, ...(until !== undefined && { until }) };
}

function invalid(path: string, detail: string): CodedError {
  return new CodedError(problem('parameter-invalid', path, detail));
}
