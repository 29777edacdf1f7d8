import { episodeRule } from '../episodes.js';
import { failure, repeat, scene } from '../scene.js';

const WINDOW_MS = 10 * 60_000;

/**
 * R1. A login refused because the operator is already locked counts too: who keeps trying a locked id is guessing, or is a
 * device with an old password that somebody has to find. Only a fault of our own service says nothing about the person.
 */
export const operatorGuessing = episodeRule({
  id: 'R1',
  version: 1,
  title: { en: 'Password guessing against one operator', zh: '针对单个操作员的密码猜测' },
  firesWhen: {
    en: 'Five failed logins of one operator within ten minutes, wherever; high from ten on.',
    zh: '同一操作员十分钟内登录失败五次（不限终端）；达到十次为高。',
  },
  runbook: {
    en: 'Call the store and ask the operator whether it was them. If not, suspend the id, look at which terminals were used, and check whether a login succeeded afterwards (R4). If it was them, open a recovery case instead of letting them guess on.',
    zh: '致电门店，向操作员本人核实。若非本人操作，先停用该账号，查看涉及哪些终端，并检查其后是否有成功登录（R4）。若确为本人，请走密码找回流程，不要让其继续尝试。',
  },
  falsePositives: {
    en: 'A new PIN after a reset, a sticky key, Caps Lock, or a device that keeps sending a cached old password.',
    zh: '重置后尚未记住新 PIN、按键粘连、大写锁定，或设备反复提交缓存的旧密码。',
  },
  knownGaps: {
    en: 'Slower than five failures in ten minutes is not seen. One or two guesses on each of many operators are not seen here (R2 sees them at one terminal). Ids that nobody has are counted by R2 only.',
    zh: '慢于十分钟五次的猜测无法发现；对多个操作员各试一两次的情况不在此规则内（同一终端上的由 R2 发现）；不存在的账号只由 R2 统计。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'ATT&CK T1110.001'],
  on: ['LoginFailed'],
  groupBy: 'operator',
  tiers: [
    { count: 5, windowMs: WINDOW_MS, severity: 'medium' },
    { count: 10, windowMs: WINDOW_MS, severity: 'high' },
  ],
  facets: [{ name: 'terminals', of: (event) => event.terminalId }],
  isHit: (event) => event.data['reason'] !== 'service-error',
  examples: [
    {
      name: 'five failures in ten minutes',
      events: scene(repeat(5, 150, failure(0))),
      expect: [{ severity: 'medium', count: 5 }],
    },
    {
      name: 'four failures, and a fifth one millisecond after the window',
      events: scene(repeat(4, 60, failure(0)), failure(600.001)),
      expect: [],
    },
    {
      name: 'ten failures over two terminals are high',
      events: scene(repeat(5, 30, failure(0)), repeat(5, 30, failure(150, { terminalId: 't-2' }))),
      expect: [{ severity: 'high', count: 10 }],
    },
    {
      name: 'after ten, the finding changes when the count has doubled',
      events: scene(repeat(23, 10, failure(0))),
      expect: [{ severity: 'high', count: 20 }],
    },
    {
      name: 'two bursts with a pause between them are two findings',
      events: scene(repeat(5, 10, failure(0)), repeat(6, 10, failure(700))),
      expect: [
        { severity: 'medium', count: 5 },
        { severity: 'medium', count: 5 },
      ],
    },
    {
      name: 'attempts on an operator who is locked count',
      events: scene(repeat(3, 10, failure(0)), repeat(2, 10, failure(30, { data: { reason: 'operator-locked' } }))),
      expect: [{ severity: 'medium', count: 5 }],
    },
    {
      name: 'failures of our own service do not count',
      events: scene(repeat(4, 10, failure(0)), repeat(8, 10, failure(40, { data: { reason: 'service-error' } }))),
      expect: [],
    },
    {
      name: 'an id that nobody has is no operator',
      events: scene(repeat(7, 10, failure(0, { operatorId: `unknown-${'0f'.repeat(16)}` }))),
      expect: [],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(repeat(2, 10, failure(300, { terminalId: 't-2' })), repeat(2, 10, failure(100)), failure(50)),
      expect: [{ severity: 'medium', count: 5 }],
    },
  ],
});
