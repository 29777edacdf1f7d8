import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import { repeat, scene, type Line } from '../scene.js';

function reset(actor: string, channel = 'administrator'): Line {
  return { at: 0, name: 'PasswordReset', data: { channel, actor, temporary: true } };
}

function approved(requestedBy: string, verifiedBy: string, actor: string, more: object = {}): Line {
  return {
    at: 0,
    name: 'RecoveryApproved',
    data: { caseId: 'case-1', channel: 'bank', requestedBy, verifiedBy, actor, ...more },
  };
}

/** R17: who carried a reset out is the one it is for, or one person asked for it, verified and approved it. */
export const selfApprovedReset = episodeRule({
  id: 'R17',
  version: 2,
  title: { en: 'Password reset decided by one person alone', zh: '密码重置由一人自行决定' },
  firesWhen: {
    en: 'A reset of oneself, or a recovery that one person asked for, verified and approved, without a registered exception.',
    zh: '重置本人密码，或由同一人申请、核验并批准恢复，且没有登记在案的例外。',
  },
  runbook: {
    en: "Somebody reset their own password as an administrator, or asked for a recovery, verified and approved it alone. Unless the store has a registered exception, have a second person verify the operator's identity and repeat the reset, and review what was done since.",
    zh: '有人以管理员身份重置了自己的密码，或独自完成了申请、核验与批准。除非门店有登记在案的例外，应由第二人核实操作员身份后重新重置，并复核其后的操作。',
  },
  falsePositives: {
    en: 'A store with a single supervisor; it needs a registered exception.',
    zh: '只有一名主管的门店；应登记例外。',
  },
  knownGaps: {
    en: 'People are told apart by name: somebody with two ids is two people. Who resets the one that approved for them is R17-mutual. Resets without a case are R16.',
    zh: '按名称区分人员：一人持有两个账号即视为两人。重置曾为自己批准之人的情况由 R17-mutual 发现；没有工单的重置由 R16 发现。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'PCI DSS 4.0.1 7.2.1', 'ATT&CK T1098'],
  on: ['PasswordReset', 'RecoveryApproved'],
  groupBy: 'operator',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'high' }],
  facets: [{ name: 'channels', of: ({ data }) => (typeof data['channel'] === 'string' ? data['channel'] : undefined) }],
  isHit: (event) => (event.name === 'RecoveryApproved' ? isAlone(event) : isOwnReset(event)),
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
      name: 'one person asked, verified and approved, whichever way the name is written',
      events: scene(approved('Zhao', 'zhao', 'ZHAO')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'two people between them',
      events: scene(approved('li', 'zhao', 'zhao'), approved('li', 'li', 'zhao'), approved('zhao', 'li', 'zhao')),
      expect: [],
    },
    {
      name: 'alone, in a store that was registered as having one person',
      events: scene(approved('zhao', 'zhao', 'zhao', { onePersonStore: true })),
      expect: [],
    },
    {
      name: 'whom it is for approves it',
      events: scene(approved('li', 'zhao', 'o-1')),
      expect: [{ severity: 'high', count: 1 }],
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

function isOwnReset({ data, operatorId }: Observation): boolean {
  const { actor, channel } = data;
  return channel !== 'self-service' && typeof actor === 'string' && actor.normalize('NFC') === operatorId;
}

/** The exception is another's to register, and shown on the approval. */
function isAlone({ data, operatorId }: Observation): boolean {
  if (data['onePersonStore'] === true) return false;
  const [approver, ...others] = [data['actor'], data['requestedBy'], data['verifiedBy']].map(plain);
  return approver === plain(operatorId) || others.every((other) => other === approver);
}

/** Names that differ in case or composition only are one person's. */
function plain(name: unknown): string {
  return typeof name === 'string' ? name.normalize('NFC').toLowerCase() : '';
}
