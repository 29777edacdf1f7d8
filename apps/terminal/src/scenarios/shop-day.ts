import { bruteForce } from './brute-force.js';
import { credentialSharing } from './credential-sharing.js';
import { lockoutStorm } from './lockout-storm.js';
import { offlineTwoDays } from './offline-two-days.js';
import { passwordSpray } from './password-spray.js';
import { repeatedLockouts } from './repeated-lockouts.js';
import { resetFlood } from './reset-flood.js';
import { resetThenStrangeLogin } from './reset-then-strange-login.js';
import type { Scenario } from './scenario.js';
import { secretInOperatorField } from './secret-in-operator-field.js';
import { terminalGuessing } from './terminal-guessing.js';

const incidents = [
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

/** Every incident on tills and people of its own, so that each raises exactly its own alerts. */
export const shopDay: Scenario = {
  name: 'shop-day',
  summary: {
    en: 'An ordinary day of the whole fleet, with every incident in it.',
    zh: '整个终端群的普通一天，并包含全部事件场景。',
  },
  durationMs: Math.max(...incidents.map(({ durationMs }) => durationMs)),
  terminals: 24,
  play: (stage) => incidents.flatMap((incident) => incident.play(stage)),
};
