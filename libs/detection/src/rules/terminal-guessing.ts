import { episodeRule } from '../episodes.js';
import { failure, repeat, scene } from '../scene.js';

/** R2. Counts over any ids, also those nobody has: at one terminal, that is one pair of hands. */
export const terminalGuessing = episodeRule({
  id: 'R2',
  version: 1,
  title: { en: 'Password guessing at one terminal', zh: '在同一终端上猜测密码' },
  firesWhen: {
    en: 'Eight failed logins at one terminal within ten minutes, under any ids.',
    zh: '同一终端十分钟内登录失败八次，不限账号。',
  },
  runbook: {
    en: 'Call the store and find out who is at the terminal. If nobody can say, freeze the terminal and keep the camera footage. Check the operators listed for a login that succeeded (R4).',
    zh: '致电门店，确认当前由谁使用该终端。若无法确认，先冻结终端并保留监控录像。检查列出的操作员是否有后续成功登录（R4）。',
  },
  falsePositives: {
    en: 'A shift change where several people mistype at one till, or a sticky keyboard.',
    zh: '交接班时多人在同一收银台输错密码，或键盘按键粘连。',
  },
  knownGaps: {
    en: 'Guessing spread over several terminals, or slower than eight failures in ten minutes. A sender that numbers only some of its events has its unnumbered ones counted apart.',
    zh: '分散到多台终端的猜测，或慢于十分钟八次的猜测无法发现。若发送方只给部分事件编号，未编号的事件将单独统计。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'ATT&CK T1110.001', 'ATT&CK T1110.003'],
  on: ['LoginFailed'],
  groupBy: 'terminal',
  tiers: [{ count: 8, windowMs: 10 * 60_000, severity: 'high' }],
  facets: [{ name: 'operators', of: (event) => event.operatorId }],
  isHit: (event) => event.data['reason'] !== 'service-error',
  examples: [
    {
      name: 'eight failures over eight ids, one of them unknown',
      events: scene(
        Array.from({ length: 7 }, (_, i) => failure(i * 60, { operatorId: `o-${i}` })),
        failure(600, { operatorId: `unknown-${'a1'.repeat(16)}`, data: { reason: 'unknown-operator' } }),
      ),
      expect: [{ severity: 'high', count: 8 }],
    },
    {
      name: 'seven failures',
      events: scene(repeat(7, 30, failure(0))),
      expect: [],
    },
    {
      name: 'eight failures over two terminals',
      events: scene(repeat(4, 30, failure(0)), repeat(4, 30, failure(15, { terminalId: 't-2' }))),
      expect: [],
    },
    {
      name: 'the journal decides the order when the clock is set back between failures',
      events: scene(repeat(4, 30, failure(300)), repeat(4, 30, failure(0))),
      expect: [{ severity: 'high', count: 8 }],
    },
    {
      name: 'an outage of our own service at shift start',
      events: scene(repeat(20, 10, failure(0, { data: { reason: 'service-error' } }))),
      expect: [],
    },
  ],
});
