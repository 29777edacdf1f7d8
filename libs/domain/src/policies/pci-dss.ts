import type { ShippedPolicy } from '../shipped-policy.js';

/** PCI DSS 4.0.1: 8.3.6 length and classes, 8.3.9 rotation, 8.3.7 history, 8.3.4 lockout, 8.2.8 idle time. */
export const pciDss: ShippedPolicy = {
  id: 'pci-dss',
  title: { en: 'PCI DSS 4.0.1', zh: 'PCI DSS 4.0.1' },
  about: {
    en: 'Requirements 8.2.8, 8.3.4, 8.3.6, 8.3.7 and 8.3.9, for passwords that are the only factor.',
    zh: '要求 8.2.8、8.3.4、8.3.6、8.3.7 与 8.3.9，适用于仅凭密码登录的账号。',
  },
  settings: {
    minLength: 12,
    requiredClasses: ['letter', 'digit'],
    minClasses: 0,
    classesEnforced: true,
    blocklist: false,
    keyboardRuns: false,
    pinyinWords: false,
    rotationDays: 90,
    history: 4,
    lockAfter: 10,
    lockMinutes: 30,
    idleMinutes: 15,
  },
};
