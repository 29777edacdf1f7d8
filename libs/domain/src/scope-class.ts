import type { ScopeClass } from '@tillwatch/events';

/** PCI DSS 4.0.1 spares accounts of cashiers who have one card number before them at a time these requirements. */
const sparedCashiers = ['8.2.1', '8.2.8', '8.3.4', '8.3.6', '8.3.7'] as const;

/** Requirements of PCI DSS 4.0.1 that do not apply to an account of this class, as long as it does no other work. */
export function exemptFrom(scopeClass: ScopeClass): readonly string[] {
  return scopeClass === 'single-card-cashier' ? sparedCashiers : [];
}

/** What terminals tell of somebody having done to another's account: a single-card cashier does none of it. */
export const supervisorWork: ReadonlySet<string> = new Set([
  'PasswordReset',
  'OperatorUnlocked',
  'RoleChanged',
  'OperatorAdded',
  'OperatorDisabled',
  'FactorEnrolled',
  'FactorRemoved',
  'FactorBypassed',
]);
