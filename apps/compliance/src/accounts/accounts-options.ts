import type { AccountsContext, AddressLimit, OpenId } from '@tillwatch/accounts';

export interface AccountsOptions {
  accounts: AccountsContext;
  /** People reach us by https: their cookies go nowhere else. */
  secure: boolean;
  addressLimit: AddressLimit;
  /** Absent: nobody signs in by a provider. */
  openId?: OpenId;
}

/** Injection token of `AccountsOptions`. */
export const accountsOptions = Symbol('AccountsOptions');
