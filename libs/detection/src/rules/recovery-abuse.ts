import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import { scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;
const HOUR_S = 3_600;

/** R20. Two channels within a day are two resets that follow each other through different ones. */
export const recoveryAbuse = episodeRule({
  id: 'R20',
  version: 1,
  title: { en: 'Password recovery of one operator used again and again', zh: '同一操作员反复找回密码' },
  runbook: {
    en: 'Who is refused by one channel may try the next. Compare what each of them was told and shown, ask the operator through a known contact whether it was them, and hold further resets until identity is verified in person.',
    zh: '在一个渠道被拒的人可能会换另一个渠道。比对各渠道收到的说明与材料，通过已登记的联系方式向本人核实；在当面核实身份之前暂停后续重置。',
  },
  falsePositives: {
    en: 'A reset that did not reach the terminal and was repeated; somebody who forgets the new password too.',
    zh: '重置未送达终端而重复执行；本人又忘记了新密码。',
  },
  knownGaps: {
    en: 'Sees resets that were carried out, not requests that were refused; slower than three a day through one channel is not seen. Changed contacts and devices that do not match are checked with the case.',
    zh: '只能看到已执行的重置，看不到被拒绝的申请；同一渠道慢于每天三次的无法发现。联系方式变更和设备信息不符由流程检查。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: ['PasswordReset'],
  groupBy: 'operator',
  tiers: [
    { count: 3, windowMs: DAY_MS, severity: 'high' },
    { count: 2, windowMs: DAY_MS, severity: 'high', met: ([one, next]) => channelOf(one!) !== channelOf(next!) },
  ],
  facets: [
    { name: 'channels', of: channelOf },
    { name: 'actors', of: ({ data }) => (typeof data['actor'] === 'string' ? data['actor'] : undefined) },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'three resets in a day',
      events: scene(reset(0), reset(8 * HOUR_S), reset(24 * HOUR_S)),
      expect: [{ severity: 'high', count: 3 }],
    },
    {
      name: 'two in a day, and the third a little later',
      events: scene(reset(0), reset(8 * HOUR_S), reset(24 * HOUR_S + 1)),
      expect: [],
    },
    {
      name: 'the vendor in the morning, the bank in the evening',
      events: scene(reset(0, 'vendor'), reset(8 * HOUR_S, 'bank')),
      expect: [{ severity: 'high', count: 2 }],
    },
    {
      name: 'another channel after more than a day',
      events: scene(reset(0, 'vendor'), reset(24 * HOUR_S + 1, 'bank')),
      expect: [],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene({ ...reset(2 * HOUR_S), terminalId: 't-2' }, reset(HOUR_S), reset(0)),
      expect: [{ severity: 'high', count: 3 }],
    },
  ],
});

function channelOf({ data }: Observation): string | undefined {
  return typeof data['channel'] === 'string' ? data['channel'] : undefined;
}

function reset(at: number, channel = 'administrator'): Line {
  return { at, name: 'PasswordReset', data: { channel, actor: 'o-9', caseId: 'case-1', temporary: true } };
}
