/** Who somebody is here. `terminal`: a machine that sends a till's events; all others are people. */
export const roles = [
  'administrator',
  'security-analyst',
  'compliance-officer',
  'terminal-engineer',
  'store-manager',
  'auditor',
  'terminal',
] as const;

export type Role = (typeof roles)[number];

const readers: readonly Role[] = ['security-analyst', 'compliance-officer', 'auditor'];

/**
 * Everything a route can ask for, and the roles that may do it. Administrators may do all of it; what is not here nobody
 * may. The auditor reads and changes nothing (a test holds it to that).
 */
export const permissions = {
  'events.send': ['terminal'],
  /** What a terminal asks and says of itself: its commands, its journal, its key. */
  'terminals.attend': ['terminal'],
  /** One's own account: who I am, my password, my second factor, my tokens. */
  'own-account.use': roles.filter((role) => role !== 'terminal'),
  'live.follow': roles.filter((role) => role !== 'terminal'),
  'overview.read': [...readers, 'terminal-engineer'],
  'alerts.read': [...readers, 'store-manager'],
  'alerts.handle': ['security-analyst'],
  'silences.read': readers,
  'silences.change': ['security-analyst'],
  'rules.read': readers,
  'rules.change': ['security-analyst'],
  'deadlines.read': [...readers, 'terminal-engineer'],
  'risk.read': readers,
  /** Opening hours and holidays. */
  'stores.read': [...readers, 'terminal-engineer'],
  'stores.change': ['compliance-officer'],
  /** Which merchant runs a store: what people of merchants see follows from it. */
  'stores.assign': [],
  'operators.read': [...readers, 'store-manager'],
  'operators.change': ['security-analyst', 'store-manager'],
  /** Names of people and what they were identified by, in clear; everybody else sees them masked (sensitive-fields.ts). */
  'personal-data.read': ['compliance-officer', 'store-manager'],
  /** The same one at a time, and documents, for a reason that is kept. */
  'personal-data.reveal': ['security-analyst', 'compliance-officer'],
  'terminals.read': [...readers, 'terminal-engineer', 'store-manager'],
  /** Freeze, unfreeze, end sessions, demand a new password. */
  'terminals.control': ['security-analyst', 'terminal-engineer'],
  /** Who a terminal is: enrolment codes and keys. */
  'terminals.trust': ['terminal-engineer'],
  /** Which terminal is whose, and where: serial, binding, custodian, inspection schedule. */
  'terminals.register': ['terminal-engineer'],
  'terminals.inspect': ['terminal-engineer', 'store-manager'],
  'gaps.declare': ['compliance-officer'],
  'dead-letters.read': [...readers, 'terminal-engineer'],
  'dead-letters.replay': ['terminal-engineer'],
  'notifications.read': [...readers, 'terminal-engineer'],
  'notifications.change': ['security-analyst'],
  'recovery.read': [...readers, 'store-manager'],
  'recovery.request': ['store-manager', 'security-analyst'],
  'recovery.verify': ['store-manager', 'security-analyst', 'compliance-officer'],
  'recovery.approve': ['compliance-officer'],
  'recovery.execute': ['security-analyst', 'terminal-engineer'],
  'policies.read': [...readers, 'terminal-engineer', 'store-manager'],
  'policies.change': ['compliance-officer'],
  'reviews.read': readers,
  'reviews.compile': ['security-analyst', 'compliance-officer'],
  'control-failures.report': ['security-analyst', 'compliance-officer', 'terminal-engineer'],
  /** Whether one person alone may do what takes two. */
  'four-eyes.change': [],
  'reviews.decide': ['compliance-officer'],
  'evidence.read': readers,
  'evidence.export': ['compliance-officer', 'auditor'],
  'accounts.read': ['compliance-officer', 'auditor'],
  'accounts.change': [],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function may(held: readonly Role[], permission: Permission): boolean {
  const granted: readonly Role[] = permissions[permission];
  return held.some((role) => role === 'administrator' || granted.includes(role));
}
