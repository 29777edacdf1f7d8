import { defineEvent } from '../define-event.js';
import { oneOf, optional, text, whole } from '../fields.js';
import { networks, type Network, MAX_REFERENCE } from '../vocabulary.js';

const reasons = [
  'invalid-password',
  'unknown-operator',
  'operator-locked',
  'operator-disabled',
  'password-expired',
  'factor-failed',
  'terminal-frozen',
  'service-error',
] as const;

const MAX_FAILURES = 1_000_000;

export class LoginFailed {
  @oneOf(reasons)
  reason!: (typeof reasons)[number];

  @optional()
  @whole({ min: 0, max: MAX_FAILURES })
  consecutiveFailures?: number;

  @optional()
  @oneOf(networks)
  network?: Network;

  @optional()
  @text({ max: MAX_REFERENCE })
  networkId?: string;
}

export const loginFailed = defineEvent({
  name: 'LoginFailed',
  origin: 'terminal',
  schema: 1,
  payload: LoginFailed,
  about: { en: 'A sign-in attempt was refused.', zh: '登录尝试被拒绝。' },
  sample: {
    reason: 'invalid-password',
    consecutiveFailures: 2,
    network: 'wifi-private',
    networkId: 'shop-back-office',
  },
  personal: [],
});
