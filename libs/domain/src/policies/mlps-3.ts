import type { ShippedPolicy } from '../shipped-policy.js';

/** GB/T 22239-2019 level 3. The standard leaves the numbers to the operator: publish a version of your own to change them. */
export const mlps3: ShippedPolicy = {
  id: 'mlps-3',
  title: { en: 'MLPS level 3', zh: '等级保护三级' },
  about: {
    en: 'GB/T 22239-2019 8.1.4.1 asks for complexity, regular change and lockout without numbers; these are customary in assessments.',
    zh: 'GB/T 22239-2019 第 8.1.4.1 条要求口令复杂、定期更换并有登录失败处理，未给出数值；此处采用测评中的惯用值。',
  },
  settings: {
    minLength: 8,
    requiredClasses: [],
    minClasses: 3,
    classesEnforced: true,
    blocklist: true,
    keyboardRuns: true,
    pinyinWords: true,
    rotationDays: 90,
    history: 0,
    lockAfter: 5,
    lockMinutes: 30,
    idleMinutes: 15,
  },
};
