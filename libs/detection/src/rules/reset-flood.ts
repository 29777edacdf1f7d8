import { isAssisted } from '../assistance.js';
import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

/** R18, by who does it. */
export const resetFlood = episodeRule({
  id: 'R18',
  version: 1,
  title: { en: 'One person resets or unlocks many operators', zh: '同一人大量重置或解锁操作员' },
  firesWhen: {
    en: 'Ten resets or unlocks by one person within an hour.',
    zh: '同一人一小时内重置或解锁十次。',
  },
  runbook: {
    en: 'Ask the person whether it was them and what for. Unless there is a planned change with a ticket, take their right to reset away at once, and have the operators listed change their passwords with identity verified.',
    zh: '向本人核实是否其所为及原因。若无计划内变更及工单，立即收回其重置权限，并让列出的操作员在核实身份后更换密码。',
  },
  falsePositives: {
    en: 'A planned change of all passwords; a hotline whose people share one id.',
    zh: '计划内的统一换密；多人共用同一账号的服务热线。',
  },
  knownGaps: {
    en: "Slower than ten an hour, or under several names. A store where several people do it is R18-store. Resets by self-service and locks that ran out are nobody's deed.",
    zh: '慢于每小时十次，或使用多个身份的情况无法发现。同一门店由多人执行的由 R18-store 发现。自助重置和自动到期的解锁不计入任何人。',
  },
  references: ['PCI DSS 4.0.1 7.2.1', 'PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: ['PasswordReset', 'OperatorUnlocked'],
  groupBy: 'actor',
  tiers: [{ count: 10, windowMs: 3_600_000, severity: 'high' }],
  facets: [
    { name: 'operators', of: ({ operatorId }) => operatorId },
    { name: 'stores', of: ({ storeId }) => storeId },
    { name: 'terminals', of: ({ terminalId }) => terminalId },
  ],
  isHit: isAssisted,
  examples: [
    {
      name: 'ten resets and unlocks in an hour, in two stores',
      events: scene(
        many(5, 0),
        many(5, 1_800).map((line) => ({ ...line, name: 'OperatorUnlocked', terminalId: 't-2', storeId: 's-2' })),
      ),
      expect: [{ severity: 'high', count: 10 }],
    },
    {
      name: 'nine, and the tenth after more than an hour',
      events: scene(many(9, 0), { ...many(1, 3_600.001)[0]! }),
      expect: [],
    },
    {
      name: 'by two people',
      events: scene(many(9, 0), many(9, 5, { actor: 'boss-2' })),
      expect: [],
    },
    {
      name: 'by self-service, and locks that ran out',
      events: scene(
        many(12, 0, { channel: 'self-service' }),
        repeat(12, 10, { at: 300, name: 'OperatorUnlocked', data: { channel: 'lock-expired' } }),
      ),
      expect: [],
    },
    {
      name: 'one name in two Unicode forms is one person',
      events: scene(many(5, 0, { actor: 'Zo\u00eb' }), many(5, 60, { actor: 'Zoe\u0308' })),
      expect: [{ severity: 'high', count: 10 }],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(
        many(4, 1_200).map((line) => ({ ...line, terminalId: 't-2' })),
        many(3, 600),
        many(3, 0),
      ),
      expect: [{ severity: 'high', count: 10 }],
    },
  ],
});

function many(count: number, at: number, data: object = {}): Line[] {
  return Array.from({ length: count }, (_, i) => ({
    at: at + i * 10,
    name: 'PasswordReset',
    operatorId: `o-${i}`,
    data: { channel: 'administrator', actor: 'boss-1', temporary: true, caseId: `case-${i}`, ...data },
  }));
}
