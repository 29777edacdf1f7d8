import { isAssisted } from '../assistance.js';
import { MAX_EVIDENCE } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

const DAY_S = 86_400;
const MONTH_MS = 30 * DAY_S * 1_000;

interface State {
  /** The latest approval by each person who approved a recovery of this one, the oldest first. */
  approvals: Map<string, Observation>;
}

/** R17, the part about two people: whoever was let in again by somebody resets that somebody. One finding for each reset. */
const rule: Rule<State> = {
  id: 'R17-mutual',
  version: 1,
  severity: 'high',
  title: { en: 'Operator resets who approved their own reset', zh: '操作员重置曾为自己批准恢复之人' },
  firesWhen: {
    en: 'Within thirty days of a recovery, whoever it was for resets who approved it.',
    zh: '恢复获批后三十天内，被恢复者重置了批准人的密码。',
  },
  runbook: {
    en: 'Two people who vouch for each other are one pair of eyes. Have a third person verify the identity of the operator that was reset, repeat the reset through a case, and review what both did since the first approval.',
    zh: '互相担保的两人等于只有一双眼睛。由第三人核实被重置操作员的身份，经恢复工单重新重置，并复核自首次批准以来两人的全部操作。',
  },
  falsePositives: {
    en: 'A small store in which the same two people do everything.',
    zh: '只有两名人员处理全部事务的小型门店。',
  },
  knownGaps: {
    en: 'Looks back thirty days. The approver must be named in the case as at the terminals: an account of another name than the operator id is another person.',
    zh: '只回溯三十天。工单中的批准人须与终端上的操作员编号一致：账号名称不同即视为另一人。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'PCI DSS 4.0.1 7.2.1', 'ATT&CK T1098'],
  on: ['RecoveryApproved', 'PasswordReset'],
  groupBy: 'actor',
  window: MONTH_MS,
  initialState: () => ({ approvals: new Map() }),
  evolve({ approvals }, event) {
    if (event.name === 'RecoveryApproved') {
      const approver = approverOf(event);
      approvals.delete(approver);
      if (approvals.size === MAX_EVIDENCE) approvals.delete(approvals.keys().next().value!);
      approvals.set(approver, event);
      return undefined;
    }
    const approval = approvals.get(event.operatorId ?? '');
    if (!approval || !isAssisted(event) || event.at - approval.at > MONTH_MS) return undefined;
    return describe(approval, event);
  },
  examples: [
    {
      name: 'a week after the approval, the approver is reset by whom it was for',
      events: scene(approved(0), reset(7 * DAY_S)),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'more than thirty days after',
      events: scene(approved(0), reset(30 * DAY_S + 1)),
      expect: [],
    },
    {
      name: 'another person resets the approver, and whom it was for resets another person',
      events: scene(approved(0), reset(60, 'boss', 'o-9'), reset(120, 'o-3')),
      expect: [],
    },
    {
      name: 'the approver resets themselves by self-service',
      events: scene(approved(0), { ...reset(60), data: { channel: 'self-service', actor: 'o-1' } }),
      expect: [],
    },
    {
      name: 'two resets, told by two terminals the other way round, one before the approval by a clock set back',
      events: scene(
        { ...reset(900), terminalId: 't-2' },
        reset(600),
        { ...approved(300), terminalId: 't-3' },
        reset(100),
      ),
      expect: [
        { severity: 'high', count: 1 },
        { severity: 'high', count: 1 },
      ],
    },
  ],
};

export const resetOfOwnApprover: Rule = rule;

function approverOf({ data }: Observation): string {
  return typeof data['actor'] === 'string' ? data['actor'].normalize('NFC') : '';
}

function describe(approval: Observation, reset: Observation): Finding {
  return {
    anchor: reset.id,
    severity: 'high',
    count: 1,
    firstAt: approval.at,
    lastAt: reset.at,
    evidence: [approval.id, reset.id],
    details: { operators: [reset.operatorId ?? ''], caseId: approval.data['caseId'] ?? null },
  };
}

function approved(at: number): Line {
  const data = { caseId: 'case-1', channel: 'bank', requestedBy: 'li', verifiedBy: 'li', actor: 'boss' };
  return { at, name: 'RecoveryApproved', data };
}

function reset(at: number, operatorId = 'boss', actor = 'o-1'): Line {
  return { at, name: 'PasswordReset', operatorId, data: { channel: 'administrator', actor, temporary: true } };
}
