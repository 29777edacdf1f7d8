export { accountMigrations } from './account-migrations.js';
export { AddressLimit } from './address-limit.js';
export { accountIdOf, readAccount } from './account-log.js';
export { getAccount, hasAccounts, listAccounts } from './account-rows.js';
export {
  type Actor,
  changeRoles,
  createAccount,
  firstSetupLink,
  healAccounts,
  issueSetupLink,
  issueToken,
  revokeToken,
  setDisabled,
  setPassword,
  unlock,
  useSetupLink,
  type WantedAccount,
} from './accounts.js';
export { auditReads } from './audit-reads.js';
export type { AccountsContext } from './accounts-context.js';
export { openIdMinutes, openIdOf, type OpenId } from './openid.js';
export {
  changeOwnPassword,
  confirmOwnFactor,
  endAllSessions,
  proposeOwnFactor,
  removeAccountFactor,
  removeOwnFactor,
  signOut,
} from './own-account.js';
export { passwordMax, passwordMin } from './password.js';
export { accountPeople, type AccountPeople } from './people.js';
export { signIn, type SignedIn, type SignInRequest } from './sign-in.js';
export { lastUses } from './tokens.js';
