import type { Principal } from '@tillwatch/api';
import { type Account, isAccountOpen } from '@tillwatch/domain';
import type { AccountsContext } from './accounts-context.js';
import { findSession, sessionById } from './sessions.js';
import { record } from './sign-in.js';
import { findToken, tokenById } from './tokens.js';

/** Who is behind a token or a session, looked up each time: what is taken from an account is gone with the next request. */
export interface AccountPeople {
  ofToken(token: string): Promise<Principal | undefined>;
  ofSession(secret: string): Promise<{ principal: Principal; renewed?: string } | undefined>;
  again(principal: Principal): Promise<Principal | undefined>;
}

export function accountPeople(of: AccountsContext): AccountPeople {
  const { database, clock, tenant } = of;
  const principal = async (account: Account, by: Principal['by']): Promise<Principal | undefined> => {
    if (!isAccountOpen(account, clock())) return undefined;
    const { id: subject, username: name, roles, merchants, password, kind } = account;
    const stores = await storesOf(account);
    return {
      ...{ tenant, subject, name, roles, by },
      ...(stores && { stores }),
      ...(merchants && { merchants }),
      ...(kind === 'person' && password === 'temporary' && { mustChangePassword: true as const }),
    };
  };
  const storesOf = async ({ stores, merchants }: Account): Promise<readonly string[] | undefined> =>
    merchants ? [...new Set([...(stores ?? []), ...(await of.storesOf(merchants))])] : stores;
  return {
    async ofToken(token) {
      const found = await findToken(database, token, clock());
      return found && principal(found.account, { kind: 'token', id: found.id });
    },
    async ofSession(secret) {
      const found = await findSession(database, secret, clock());
      if (found?.kind === 'reused') {
        await record(of, 'SessionEnded', { accountId: found.accountId, sessionId: found.id, reason: 'reused' });
      }
      if (found?.kind !== 'live') return undefined;
      const holder = await principal(found.account, { kind: 'session', id: found.id });
      return holder && { principal: holder, ...(found.renewed !== undefined && { renewed: found.renewed }) };
    },
    async again({ by }) {
      if (by.kind === 'installation') return undefined;
      const account =
        by.kind === 'token'
          ? await tokenById(database, by.id, clock())
          : (await sessionById(database, by.id, clock()))?.account;
      return account && principal(account, by);
    },
  };
}
