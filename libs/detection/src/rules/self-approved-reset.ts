import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

function reset(actor: string, channel = 'administrator'): Line {
  return { at: 0, name: 'PasswordReset', data: { channel, actor, temporary: true } };
}

/** R17, the part one event can show: who carried the reset out is the one it is for. */
export const selfApprovedReset = episodeRule({
  id: 'R17',
  version: 1,
  title: { en: 'Operator reset their own password as an administrator', zh: '操作员以管理员身份重置自己的密码' },
  runbook: {
    en: "Ask who approved the reset. Unless the store has a registered exception, have a second person verify the operator's identity and repeat the reset, and review what was done since.",
    zh: '确认由谁批准了该次重置。除非门店有登记在案的例外，应由第二人核实操作员身份后重新重置，并复核其后的操作。',
  },
  falsePositives: {
    en: 'A store with a single supervisor; it needs a registered exception.',
    zh: '只有一名主管的门店；应登记例外。',
  },
  knownGaps: {
    en: 'Sees one event only: somebody with two ids, two people who approve each other, or a reset whose requester and approver are the same but not the executor are not found.',
    zh: '只看单个事件：一人持有两个账号、两人互相批准，或申请人与批准人相同但执行人不同的情况无法发现。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'PCI DSS 4.0.1 7.2.1', 'ATT&CK T1098'],
  on: ['PasswordReset'],
  groupBy: 'operator',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'high' }],
  facets: [{ name: 'channels', of: ({ data }) => (typeof data['channel'] === 'string' ? data['channel'] : undefined) }],
  isHit: ({ data, operatorId }) =>
    data['channel'] !== 'self-service' &&
    typeof data['actor'] === 'string' &&
    data['actor'].normalize('NFC') === operatorId,
  examples: [
    {
      name: 'reset through the administrator channel by oneself',
      events: scene(reset('o-1')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'reset by oneself, named in another Unicode form',
      events: scene({ ...reset('Zoe\u0308'), operatorId: 'Zo\u00eb' }),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'reset by somebody else, and by oneself through self-service',
      events: scene(reset('o-2'), reset('o-1', 'self-service')),
      expect: [],
    },
    {
      name: 'again within the hour is the same finding',
      events: scene(repeat(2, 3_600, reset('o-1'))),
      expect: [{ severity: 'high', count: 2 }],
    },
    {
      name: 'told by two terminals the other way round',
      events: scene({ ...reset('o-1'), at: 900, terminalId: 't-2' }, { ...reset('o-1'), at: 100 }),
      expect: [{ severity: 'high', count: 2 }],
    },
  ],
});
