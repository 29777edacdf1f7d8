import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import { repeat, scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;
const HOUR_S = 3_600;

/** R23. Flushing: changes until the old password has left the list of the last ones and may be used again. */
export const passwordHistory = episodeRule({
  id: 'R23',
  version: 1,
  title: { en: 'Password history flushed or old password used again', zh: '规避密码历史或重复使用旧密码' },
  firesWhen: {
    en: 'Five changes of one password within a day, or one to a password used before.',
    zh: '一天内修改密码五次，或改为曾用过的密码。',
  },
  runbook: {
    en: 'Talk to the operator: the old password is to be given up, not to be kept by a detour. Have a new one set, and correct the terminal if it took a password that its policy calls used before, or allows several changes a day.',
    zh: '与操作员沟通：应弃用旧密码，而不是绕道保留。要求设置新密码；若终端接受了策略判定为已使用过的密码，或允许一天内多次修改，应更正其设置。',
  },
  falsePositives: {
    en: 'Test accounts; somebody who mistypes the new password twice and changes it again each time.',
    zh: '测试账号；多次输错新密码后反复修改。',
  },
  knownGaps: {
    en: 'Slower than five changes a day. Whether a password was used before is what the terminal says; a terminal without a history says no.',
    zh: '慢于每天五次的修改无法发现。是否重复使用以终端判定为准，没有历史记录的终端一律判定为否。',
  },
  references: ['PCI DSS 4.0.1 8.3.7', 'ATT&CK T1098'],
  on: ['PasswordChanged'],
  groupBy: 'operator',
  tiers: [
    { count: 1, windowMs: DAY_MS, severity: 'medium', met: ([change]) => isReused(change!) },
    { count: 5, windowMs: DAY_MS, severity: 'medium' },
  ],
  facets: [{ name: 'reused', of: (change) => (isReused(change) ? 'yes' : 'no') }],
  isHit: () => true,
  examples: [
    {
      name: 'five changes in a day',
      events: scene(repeat(5, 6 * HOUR_S, changed(0))),
      expect: [{ severity: 'medium', count: 5 }],
    },
    {
      name: 'four changes in a day, and the fifth a little later',
      events: scene(repeat(4, 60, changed(0)), changed(24 * HOUR_S + 1)),
      expect: [],
    },
    {
      name: 'one change, to a password used before',
      events: scene(changed(0, true)),
      expect: [{ severity: 'medium', count: 1 }],
    },
    {
      name: 'changes that two terminals tell the other way round, one of them with its clock set back',
      events: scene(repeat(2, 60, { ...changed(3_600), terminalId: 't-2' }), repeat(2, 60, changed(1_800)), changed(0)),
      expect: [{ severity: 'medium', count: 5 }],
    },
  ],
});

function isReused({ data }: Observation): boolean {
  const { verdict } = data as { verdict?: { reused?: unknown } };
  return verdict?.reused === true;
}

function changed(at: number, reused = false): Line {
  return { at, name: 'PasswordChanged', data: { verdict: { profile: 'pci-4.0.1', length: 12, classes: 3, reused } } };
}
