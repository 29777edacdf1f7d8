import { guarded } from './clock-guard.js';
import type { Rule } from './rule.js';
import { chainBroken } from './rules/chain-broken.js';
import { clockFault } from './rules/clock-fault.js';
import { conflictingContent } from './rules/conflicting-content.js';
import { disabledOperator } from './rules/disabled-operator.js';
import { earlyUnlock } from './rules/early-unlock.js';
import { factorPrompts } from './rules/factor-prompts.js';
import { factorWeakened } from './rules/factor-weakened.js';
import { firstTerminal } from './rules/first-terminal.js';
import { failedInspection } from './rules/failed-inspection.js';
import { frozenActivity } from './rules/frozen-activity.js';
import { identityChanged } from './rules/identity-changed.js';
import { impossibleMovement } from './rules/impossible-movement.js';
import { lockControlFailed } from './rules/lock-control-failed.js';
import { lockoutStorm } from './rules/lockout-storm.js';
import { operatorGuessing } from './rules/operator-guessing.js';
import { overlappingSessions } from './rules/overlapping-sessions.js';
import { passwordHistory } from './rules/password-history.js';
import { passwordSpray } from './rules/password-spray.js';
import { privilegeThenUse } from './rules/privilege-then-use.js';
import { rareHour } from './rules/rare-hour.js';
import { recoveryAbuse } from './rules/recovery-abuse.js';
import { repeatedLockouts } from './rules/repeated-lockouts.js';
import { resetFlood } from './rules/reset-flood.js';
import { resetOfOwnApprover } from './rules/reset-of-own-approver.js';
import { resetThenStrangeLogin } from './rules/reset-then-strange-login.js';
import { resetWithoutCase } from './rules/reset-without-case.js';
import { revokedKey } from './rules/revoked-key.js';
import { secretInOperatorField } from './rules/secret-in-operator-field.js';
import { selfApprovedReset } from './rules/self-approved-reset.js';
import { storeResetFlood } from './rules/store-reset-flood.js';
import { successAfterFailures } from './rules/success-after-failures.js';
import { temporaryPasswordKept } from './rules/temporary-password-kept.js';
import { terminalGuessing } from './rules/terminal-guessing.js';
import { untrustedSeal } from './rules/untrusted-seal.js';
import { sigmaRule } from './sigma-rule.js';

const all: readonly Rule[] = [
  operatorGuessing,
  terminalGuessing,
  passwordSpray,
  successAfterFailures,
  lockControlFailed,
  earlyUnlock,
  repeatedLockouts,
  lockoutStorm,
  overlappingSessions,
  impossibleMovement,
  firstTerminal,
  rareHour,
  disabledOperator,
  resetWithoutCase,
  selfApprovedReset,
  resetOfOwnApprover,
  resetFlood,
  storeResetFlood,
  resetThenStrangeLogin,
  recoveryAbuse,
  temporaryPasswordKept,
  passwordHistory,
  privilegeThenUse,
  factorWeakened,
  factorPrompts,
  sigmaRule('untrusted-network.rule.yml'),
  sigmaRule('default-id.rule.yml'),
  frozenActivity,
  failedInspection,
  conflictingContent,
  identityChanged,
  untrustedSeal,
  revokedKey,
  clockFault,
  chainBroken,
  secretInOperatorField,
];

/** Every rule, by number; a wrong clock alone makes none of them severe. */
export const rules: readonly Rule[] = all.map(guarded);
