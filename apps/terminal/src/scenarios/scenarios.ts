import { bruteForce } from './brute-force.js';
import { credentialSharing } from './credential-sharing.js';
import { lockoutStorm } from './lockout-storm.js';
import { offlineTwoDays } from './offline-two-days.js';
import { ordinaryDayScenario } from './ordinary-day.js';
import { passwordSpray } from './password-spray.js';
import { repeatedLockouts } from './repeated-lockouts.js';
import { resetFlood } from './reset-flood.js';
import { resetThenStrangeLogin } from './reset-then-strange-login.js';
import type { Scenario } from './scenario.js';
import { secretInOperatorField } from './secret-in-operator-field.js';
import { shopDay } from './shop-day.js';
import { terminalGuessing } from './terminal-guessing.js';

/** A new scenario is one file and one line here. */
export const scenarios: readonly Scenario[] = [
  shopDay,
  ordinaryDayScenario,
  bruteForce,
  terminalGuessing,
  credentialSharing,
  resetThenStrangeLogin,
  offlineTwoDays,
  secretInOperatorField,
  repeatedLockouts,
  passwordSpray,
  lockoutStorm,
  resetFlood,
];
