import type { ShippedPolicy } from '../shipped-policy.js';

/** What shops are commonly advised to do. Its "regularly" is read as every 90 days, its "do not reuse" as not one of the last four. */
export const shopGuide: ShippedPolicy = {
  id: 'shop-guide',
  title: { en: 'Guide for shops', zh: '门店密码规范' },
  about: {
    en: 'Twelve characters of all four classes, no words, keyboard runs or dates, changed regularly. It says nothing of lockouts.',
    zh: '十二位以上，四类字符齐全，不含单词、键盘顺序或日期，定期更换；未规定锁定。',
  },
  settings: {
    minLength: 12,
    requiredClasses: ['lower', 'upper', 'digit', 'symbol'],
    minClasses: 4,
    classesEnforced: true,
    blocklist: true,
    keyboardRuns: true,
    pinyinWords: true,
    rotationDays: 90,
    history: 4,
    lockAfter: 0,
    lockMinutes: 0,
    idleMinutes: 0,
  },
};
