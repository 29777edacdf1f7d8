import { type Role, roles as knownRoles } from '@tillwatch/api';
import type { AccountKind, PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';

export interface AccountToken {
  id: string;
  label: string;
  /** RFC 3339. */
  issuedAt: string;
  expiresAt: string;
  revoked: boolean;
}

/** What an account may do, where, and for how long. */
export interface AccountGrant {
  roles: Role[];
  /** Absent, and no merchants either: all. */
  stores?: string[];
  /** All stores of these too, also those that join later. */
  merchants?: string[];
  /** RFC 3339; absent: no end. */
  until?: string;
}

/** What the stream `account-<id>` says. */
export interface Account extends AccountGrant {
  id: string;
  username: string;
  name: string;
  kind: AccountKind;
  disabled: boolean;
  /** Set, and not to be changed first. */
  password: 'none' | 'temporary' | 'set';
  hasFactor: boolean;
  /** Of the last lock, RFC 3339. */
  lockedUntil?: string;
  tokens: AccountToken[];
  created: { by: string; at: string };
}

export const accountEvents = [
  'AccountCreated',
  'AccountRolesChanged',
  'AccountDisabled',
  'AccountEnabled',
  'AccountPasswordSet',
  'AccountSetupLinkIssued',
  'AccountLocked',
  'AccountUnlocked',
  'AccountFactorChanged',
  'AccountTokenIssued',
  'AccountTokenRevoked',
] as const;

type Name = (typeof accountEvents)[number];
export type AccountEvent = { [N in Name]: { name: N; data: PayloadOf<N> } }[Name];

/** Live tokens of one account; one for each till of a large store. */
export const tokensMax = 200;
/** Tokens kept to be looked at; beyond it those that were revoked longest ago are forgotten. */
const tokensKept = 1_000;
export const tokenDaysMax = 366;
export const storesMax = 200;
export const merchantsMax = 20;
/** An audit is over some time; whoever still needs to look asks again. */
export const auditorDaysMax = 366;
const dayMs = 86_400_000;

/** Takes an event of the stream in. `at`: its `recordedtime`. */
export function evolveAccount(account: Account | undefined, event: AccountEvent, at: string): Account | undefined {
  if (event.name === 'AccountCreated') return created(event.data, at);
  if (!account) return undefined;
  if (event.name === 'AccountRolesChanged') return { ...without(account), ...grantOf(event.data) };
  if (event.name === 'AccountDisabled') return { ...account, disabled: true };
  if (event.name === 'AccountEnabled') return { ...account, disabled: false };
  if (event.name === 'AccountPasswordSet') {
    return { ...account, password: event.data.temporary ? 'temporary' : 'set' };
  }
  if (event.name === 'AccountFactorChanged') return { ...account, hasFactor: event.data.change === 'enrolled' };
  if (event.name === 'AccountTokenIssued') return withToken(account, event.data, at);
  if (event.name === 'AccountTokenRevoked') return withoutToken(account, event.data.tokenId);
  if (event.name === 'AccountLocked') return { ...account, lockedUntil: event.data.until };
  if (event.name !== 'AccountUnlocked') return account;
  const { lockedUntil: _, ...unlocked } = account;
  return unlocked;
}

function created(data: PayloadOf<'AccountCreated'>, at: string): Account {
  const { accountId: id, username, name, kind, actor: by } = data;
  const blank = { disabled: false, password: 'none', hasFactor: false, tokens: [] } as const;
  return { id, username, name, kind, ...grantOf(data), ...blank, tokens: [], created: { by, at } };
}

function without({
  roles: _,
  stores: __,
  merchants: ___,
  until: ____,
  ...rest
}: Account): Omit<Account, keyof AccountGrant> {
  return rest;
}

function grantOf({ roles, stores, merchants, until }: Omit<AccountGrant, 'roles'> & { roles: string[] }): AccountGrant {
  // A role that is no longer in the table permits nothing; it is kept as the log has it.
  const where = { ...(stores && { stores }), ...(merchants && { merchants }) };
  return { roles: roles as Role[], ...where, ...(until !== undefined && { until }) };
}

function withToken(account: Account, data: PayloadOf<'AccountTokenIssued'>, issuedAt: string): Account {
  const { tokenId: id, label, expiresAt } = data;
  const tokens = [...account.tokens, { id, label, issuedAt, expiresAt, revoked: false }];
  return { ...account, tokens: tokens.slice(-tokensKept) };
}

function withoutToken(account: Account, id: string): Account {
  return { ...account, tokens: account.tokens.map((token) => (token.id === id ? { ...token, revoked: true } : token)) };
}

/** Whether anybody gets in by it at all at an instant. */
export function isAccountOpen({ disabled, until }: Pick<Account, 'disabled' | 'until'>, nowMs: number): boolean {
  return !disabled && (until === undefined || nowMs < Date.parse(until));
}

function checkPlaces({ roles, stores, merchants }: AccountGrant): Problem | undefined {
  const refusal = (path: string, detail: string) => problem('parameter-invalid', path, detail);
  if (stores && (stores.length === 0 || stores.length > storesMax)) return refusal('/stores', `1 to ${storesMax}.`);
  if (merchants && (merchants.length === 0 || merchants.length > merchantsMax)) {
    return refusal('/merchants', `1 to ${merchantsMax}.`);
  }
  const isOfSome = stores !== undefined || merchants !== undefined;
  if (isOfSome && roles.includes('administrator')) return refusal('/stores', 'Administrators are not of some stores.');
  if (roles.includes('store-manager') && !isOfSome)
    return refusal('/stores', 'A store manager has stores, or merchants.');
  return undefined;
}

/** Checks what an account is to be allowed. */
export function checkGrant(grant: AccountGrant, kind: AccountKind, nowMs: number): Result<AccountGrant, Problem> {
  const { roles, until } = grant;
  const refuse = (path: string, detail: string): Result<AccountGrant, Problem> =>
    fail(problem('parameter-invalid', path, detail));
  if (roles.length === 0 || roles.some((role) => !knownRoles.includes(role))) return refuse('/roles', 'One at least.');
  if ((kind === 'person') === roles.includes('terminal')) {
    return refuse('/roles', 'People have no role of a terminal, and machines have it.');
  }
  const misplaced = checkPlaces(grant);
  if (misplaced) return fail(misplaced);
  if (until !== undefined && Date.parse(until) <= nowMs) return refuse('/until', 'It is over already.');
  if (!roles.includes('auditor')) return ok(grant);
  if (until === undefined || Date.parse(until) > nowMs + auditorDaysMax * dayMs) {
    return refuse('/until', `An auditor has an end, at most ${auditorDaysMax} days from now.`);
  }
  return ok(grant);
}

/** Whether a token that ends then may be issued; `lives`: those that are neither revoked nor over now. */
export function checkToken(account: Account, expiresAt: string, nowMs: number): Problem | undefined {
  const end = Date.parse(expiresAt);
  if (end <= nowMs || end > nowMs + tokenDaysMax * dayMs) {
    return problem('parameter-invalid', '/expiresAt', `It lies in the next ${tokenDaysMax} days.`);
  }
  const lives = account.tokens.filter((token) => !token.revoked && Date.parse(token.expiresAt) > nowMs);
  return lives.length >= tokensMax ? problem('limit-reached') : undefined;
}
