import type { AccountsContext } from '@tillwatch/accounts';

export interface AccountsOptions {
  accounts: AccountsContext;
  /** People reach us by https: their cookies go nowhere else. */
  secure: boolean;
}

/** Injection token of `AccountsOptions`. */
export const accountsOptions = Symbol('AccountsOptions');
