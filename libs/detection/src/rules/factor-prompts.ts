import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

/** R25, the part about prompts: whoever has the password asks until somebody agrees. */
export const factorPrompts = episodeRule({
  id: 'R25-prompts',
  version: 1,
  title: { en: 'Operator worn down by prompts for a second factor', zh: '反复要求第二因子，疑为提示疲劳攻击' },
  firesWhen: {
    en: 'Five prompts for a second factor of one operator within ten minutes, whatever came of them.',
    zh: '同一操作员十分钟内被要求提供第二因子五次，不论结果。',
  },
  runbook: {
    en: 'Somebody who asks again and again has the password already. Ask the operator, through a known contact, whether they tried to sign in; if not, change the password with identity verified, and take a login that followed as taken over.',
    zh: '反复发起验证的人已经掌握密码。通过已登记的联系方式向操作员核实是否本人在登录；若非本人，核实身份后更换密码，并将其后的登录按会话被盗用处理。',
  },
  falsePositives: {
    en: 'A reader or a telephone without signal at which the operator tries again and again.',
    zh: '读卡器故障或手机无信号，操作员反复重试。',
  },
  knownGaps: {
    en: 'Only of terminals that tell of prompts; slower than five in ten minutes is not seen.',
    zh: '仅适用于上报验证提示的终端；慢于十分钟五次的无法发现。',
  },
  references: ['PCI DSS 4.0.1 8.5.1', 'ATT&CK T1621'],
  on: ['FactorPrompted'],
  groupBy: 'operator',
  tiers: [{ count: 5, windowMs: 10 * 60_000, severity: 'high' }],
  facets: [
    { name: 'outcomes', of: ({ data }) => (typeof data['outcome'] === 'string' ? data['outcome'] : undefined) },
    { name: 'terminals', of: ({ terminalId }) => terminalId },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'four denied, and the fifth approved',
      events: scene(repeat(4, 60, prompt(0, 'denied')), prompt(300, 'approved')),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'four, and the fifth after more than ten minutes',
      events: scene(repeat(4, 60, prompt(0, 'denied')), prompt(600.001, 'denied')),
      expect: [],
    },
    {
      name: 'of two operators',
      events: scene(repeat(4, 60, prompt(0)), repeat(4, 60, { ...prompt(10), operatorId: 'o-2' })),
      expect: [],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(repeat(2, 60, { ...prompt(200), terminalId: 't-2' }), repeat(2, 60, prompt(100)), prompt(0)),
      expect: [{ severity: 'high', count: 5 }],
    },
  ],
});

function prompt(at: number, outcome?: string): Line {
  return { at, name: 'FactorPrompted', data: { factor: 'qr', ...(outcome !== undefined && { outcome }) } };
}
