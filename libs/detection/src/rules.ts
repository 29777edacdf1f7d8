import type { Rule } from './rule.js';
import { chainBroken } from './rules/chain-broken.js';
import { conflictingContent } from './rules/conflicting-content.js';
import { failedInspection } from './rules/failed-inspection.js';
import { frozenActivity } from './rules/frozen-activity.js';
import { identityChanged } from './rules/identity-changed.js';
import { operatorGuessing } from './rules/operator-guessing.js';
import { overlappingSessions } from './rules/overlapping-sessions.js';
import { repeatedLockouts } from './rules/repeated-lockouts.js';
import { revokedKey } from './rules/revoked-key.js';
import { secretInOperatorField } from './rules/secret-in-operator-field.js';
import { selfApprovedReset } from './rules/self-approved-reset.js';
import { successAfterFailures } from './rules/success-after-failures.js';
import { terminalGuessing } from './rules/terminal-guessing.js';
import { untrustedSeal } from './rules/untrusted-seal.js';

/** Every rule, by number. */
export const rules: readonly Rule[] = [
  operatorGuessing,
  terminalGuessing,
  successAfterFailures,
  repeatedLockouts,
  overlappingSessions,
  selfApprovedReset,
  frozenActivity,
  failedInspection,
  conflictingContent,
  identityChanged,
  untrustedSeal,
  revokedKey,
  chainBroken,
  secretInOperatorField,
];
