import type { AccountTokenView, AccountView, MeView, Permission } from '@tillwatch/api';
import { may, permissions, type Principal } from '@tillwatch/api';
import type { Account } from '@tillwatch/domain';

export function accountView(account: Account, nowMs: number): AccountView {
  const { tokens: _, disabled, lockedUntil, ...shown } = account;
  const isLocked = lockedUntil !== undefined && Date.parse(lockedUntil) > nowMs;
  const isOver = account.until !== undefined && Date.parse(account.until) <= nowMs;
  const status = disabled ? 'disabled' : isOver ? 'ended' : isLocked ? 'locked' : 'active';
  return { ...shown, status, ...(isLocked && { lockedUntil }) };
}

export function tokenViews({ tokens }: Account, lastUses: Map<string, string>, nowMs: number): AccountTokenView[] {
  return tokens.map(({ revoked, ...token }) => {
    const lastUsedAt = lastUses.get(token.id);
    const status = revoked ? 'revoked' : Date.parse(token.expiresAt) <= nowMs ? 'expired' : 'active';
    return { ...token, status, ...(lastUsedAt !== undefined && { lastUsedAt }) };
  });
}

/** `account`: absent for the installation's own tokens. */
export function meView(caller: Principal, account: Account | undefined): MeView {
  const { subject, name: username, roles, stores, merchants, by } = caller;
  return {
    ...{ subject, username, name: account?.name ?? username, roles: [...roles], by: by.kind },
    ...(stores && { stores: [...stores] }),
    ...(merchants && { merchants: [...merchants] }),
    permissions: (Object.keys(permissions) as Permission[]).filter((permission) => may(roles, permission)),
    mustChangePassword: caller.mustChangePassword ?? false,
    hasFactor: account?.hasFactor ?? false,
  };
}
