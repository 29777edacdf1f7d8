import type { ShippedPolicy } from '../shipped-policy.js';

/** NIST SP 800-63B-4: at most 100 failures in a row, classes are recorded only; 30 minutes idle is AAL2. */
export const nist80063b: ShippedPolicy = {
  id: 'nist-800-63b',
  title: { en: 'NIST SP 800-63B-4', zh: 'NIST SP 800-63B-4' },
  about: {
    en: 'Long passwords checked against a blocklist; no composition rules and no rotation. With another factor, eight characters do.',
    zh: '密码要长并核对黑名单；不规定字符组合，不强制定期更换。另有其他因子时八位即可。',
  },
  settings: {
    minLength: 15,
    minLengthWithFactor: 8,
    requiredClasses: [],
    minClasses: 0,
    classesEnforced: false,
    blocklist: true,
    keyboardRuns: true,
    pinyinWords: true,
    rotationDays: 0,
    history: 0,
    lockAfter: 100,
    lockMinutes: 0,
    idleMinutes: 30,
  },
};
