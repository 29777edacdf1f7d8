import { type Role, roles as knownRoles } from '@tillwatch/api';
import { type Account, type AccountGrant, isAccountOpen } from '@tillwatch/domain';
import { CodedError, type OpenIdSettings, problem } from '@tillwatch/kernel';
import { changeRoles, createAccount } from './accounts.js';
import type { AccountsContext } from './accounts-context.js';
import { getAccount } from './account-rows.js';
import { open, record, type SignedIn } from './sign-in.js';

/** The provider says who may; until it says so again, an account that has to end does after so long. */
const grantDays = 30;
const actor = { subject: 'openid', name: 'openid' };

interface Claims {
  iss: string;
  sub: string;
  [claim: string]: unknown;
}

/**
 * A session for whom the provider vouches for: with the account of their first sign-in, or a new one. Their roles are what
 * the claim says now. An account is known by issuer and subject, never by a name: a name can be somebody else's here.
 */
export async function admit(
  of: AccountsContext,
  settings: OpenIdSettings,
  claims: Claims,
  address: string,
): Promise<SignedIn> {
  const linked = await linkedAccount(of, claims);
  const refuse = async (code: 'sign-in-failed' | 'role-missing' = 'sign-in-failed'): Promise<never> => {
    const who = linked ? { accountId: linked.id } : {};
    await record(of, 'SignInFailed', { ...who, reason: 'not-permitted', address });
    throw new CodedError(problem(code));
  };
  const grant = grantOf(of, settings, claims, linked);
  if (linked?.disabled) return refuse();
  if (!grant) return refuse('role-missing');
  try {
    const account = linked ? await updated(of, linked, grant) : await created(of, claims, grant);
    return isAccountOpen(account, of.clock()) ? await open(of, account, 'openid', address) : await refuse();
  } catch (error) {
    // What the claims say cannot be an account: a name that is taken, a store manager without stores.
    if (error instanceof CodedError && ['name-taken', 'parameter-invalid'].includes(error.problem.code))
      return refuse();
    throw error;
  }
}

async function linkedAccount({ database }: AccountsContext, { iss, sub }: Claims): Promise<Account | undefined> {
  const [row] = await database.query<{ account_id: string }>(
    'SELECT account_id FROM accounts.identities WHERE issuer = $1 AND subject = $2',
    [iss, sub],
  );
  return row && getAccount(database, row.account_id);
}

async function created(of: AccountsContext, { iss, sub, ...claims }: Claims, grant: AccountGrant): Promise<Account> {
  const username = textOf(claims['preferred_username']) ?? sub;
  const name = textOf(claims['name']) ?? username;
  const account = await createAccount(of, { username, name, kind: 'person', ...grant }, actor.name);
  await of.database.query(
    'INSERT INTO accounts.identities (issuer, subject, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [iss, sub, account.id],
  );
  return account;
}

async function updated(of: AccountsContext, account: Account, grant: AccountGrant): Promise<Account> {
  const isSame = (['roles', 'stores', 'merchants', 'until'] as const).every(
    (part) => JSON.stringify(account[part]) === JSON.stringify(grant[part]),
  );
  const reason = 'The identity provider says so.';
  return isSame ? account : changeRoles(of, account.id, { ...grant, reason }, actor);
}

/** `undefined` when the claim gives no role. Where comes in the claims `stores` and `merchants`. */
function grantOf(
  of: AccountsContext,
  { rolesClaim, roleMap }: OpenIdSettings,
  claims: Claims,
  linked: Account | undefined,
): AccountGrant | undefined {
  const values = textsOf(claims[rolesClaim]);
  const mapped = roleMap ? values.flatMap((value) => (Object.hasOwn(roleMap, value) ? [roleMap[value]!] : [])) : values;
  const roles = knownRoles.filter((role): role is Role => role !== 'terminal' && mapped.includes(role));
  if (roles.length === 0) return undefined;
  const [stores, merchants] = [textsOf(claims['stores']), textsOf(claims['merchants'])];
  const everywhere = roles.includes('administrator');
  const now = of.clock();
  const lasts = linked?.until !== undefined && Date.parse(linked.until) > now ? linked.until : undefined;
  const until = lasts ?? new Date(now + grantDays * 86_400_000).toISOString();
  return {
    roles,
    ...(stores.length > 0 && !everywhere && { stores }),
    ...(merchants.length > 0 && !everywhere && { merchants }),
    ...(roles.includes('auditor') && { until }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 256 ? value : undefined;
}

function textsOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return [...new Set(values.filter((one): one is string => textOf(one) !== undefined))].slice(0, 200);
}
