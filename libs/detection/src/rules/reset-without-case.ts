import type { Observation } from '../observation.js';
import type { Finding, Rule, Severity, Withdrawal } from '../rule.js';
import { scene, type Line } from '../scene.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** So much may the terminal's clock differ from ours, by which cases go. */
const CLOCK_ERROR_MS = 2 * MINUTE_MS;
/** Verifications of one operator within a day, and resets that may still be explained. */
const MAX_REMEMBERED = 50;
/** A case of ours; a number of any other form is of another system. */
const CASE_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface State {
  verified: Observation[];
  /** Resets that were found, for which a verification may still turn up within the error of the clocks. */
  found: Observation[];
}

/** R16. One finding for each reset; `count` is 1. */
const rule: Rule<State> = {
  id: 'R16',
  version: 2,
  severity: 'high',
  title: { en: 'Password reset without verified identity', zh: '未核实身份即重置密码' },
  firesWhen: {
    en: 'A reset with no identity verified within the day before it, in the case it names if it names one.',
    zh: '重置前一天内未核实身份；注明工单的，须在该工单中核实。',
  },
  runbook: {
    en: "Nothing shows that the operator's identity was verified in the day before. Ask the person who did the reset who asked for it and how they made sure; if they cannot say, reset the password again through a case and review what was done since. Low: a number of another system is named, look it up there.",
    zh: '没有任何记录表明此前一天内已核实操作员身份。向执行重置者了解由谁申请、如何确认身份；无法说明的，应经恢复工单重新重置，并复核其后的操作。级别为低：注明了其他系统的编号，请到该系统核对。',
  },
  falsePositives: {
    en: "Identity was verified and entered afterwards; the first password of a new operator; a till's own self-service.",
    zh: '已核实身份但事后才登记；新员工的初始密码；终端自带的自助重置。',
  },
  knownGaps: {
    en: 'A verification counts for a day, for every reset of the operator unless the reset names another case. What a number of another system stands for is not known. Resets at other systems than the terminals are not seen.',
    zh: '一次核实在一天内有效，适用于该操作员的所有重置，除非重置注明了另一工单。其他系统编号的内容无法得知。在终端以外的系统上执行的重置无法得知。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: ['PasswordReset', 'IdentityVerified'],
  groupBy: 'operator',
  window: DAY_MS,
  initialState: () => ({ verified: [], found: [] }),
  evolve(state, event) {
    if (event.name === 'IdentityVerified') {
      state.verified = remembered(state.verified, event, DAY_MS);
      return withdraw(state, event);
    }
    if (state.verified.some((verified) => event.at - verified.at <= DAY_MS && isFor(verified, event))) return undefined;
    state.found = remembered(state.found, event, CLOCK_ERROR_MS);
    return describe(event);
  },
  examples: [
    {
      name: 'an administrator resets without a case',
      events: scene(reset(0, 'administrator')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'identity was verified ten minutes before, though the terminal names no case',
      events: scene(verified(0, 1), reset(600, 'bank')),
      expect: [],
    },
    {
      name: 'the case is named, and nobody had verified anything in it; another case does not count',
      events: scene(verified(0, 1), reset(600, 'bank', caseOf(2))),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'verified a day and a second before',
      events: scene(verified(0, 1), reset(86_401, 'vendor', caseOf(1))),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'verified more than two minutes after the reset',
      events: scene(reset(0, 'vendor', caseOf(1)), verified(121, 1)),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'verified two minutes after, by clocks that may be wrong by so much: taken back',
      events: scene(reset(0, 'vendor', caseOf(1)), verified(120, 1)),
      expect: [],
    },
    {
      name: 'the case is told in capitals, and self-service has been verified too',
      events: scene(verified(0, 1), reset(60, 'self-service', caseOf(1).toUpperCase())),
      expect: [],
    },
    {
      name: 'a number of another system is no proof, and no more than a hint',
      events: scene(reset(0, 'vendor', 'INC-4711')),
      expect: [{ severity: 'low', count: 1 }],
    },
    {
      name: 'by self-service of the till, with nobody verified',
      events: scene(reset(0, 'self-service')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'the terminal tells of its resets in a false order, its clock set back between them, before the case is told',
      events: scene(reset(900, 'bank'), reset(300, 'bank'), { ...verified(600, 1), terminalId: 't-2' }),
      expect: [{ severity: 'high', count: 1 }],
    },
  ],
};

export const resetWithoutCase: Rule = rule;

function isFor(verified: Observation, { data }: Observation): boolean {
  const { caseId } = data;
  return !isCase(caseId) || verified.data['caseId'] === caseId.toLowerCase();
}

function isCase(caseId: unknown): caseId is string {
  return typeof caseId === 'string' && CASE_ID.test(caseId);
}

function remembered(events: readonly Observation[], event: Observation, forMs: number): Observation[] {
  return [...events.filter(({ at }) => event.at - at <= forMs), event].slice(-MAX_REMEMBERED);
}

/** The latest reset that this verification explains, if any: earlier ones were not waiting for it. */
function withdraw(state: State, verified: Observation): Withdrawal | undefined {
  const index = state.found.findLastIndex(
    (reset) => verified.at - reset.at <= CLOCK_ERROR_MS && isFor(verified, reset),
  );
  const [explained] = index < 0 ? [] : state.found.splice(index, 1);
  return explained && { withdraws: explained.id };
}

function severityOf({ data }: Observation): Severity {
  return typeof data['caseId'] === 'string' && !isCase(data['caseId']) ? 'low' : 'high';
}

function describe(reset: Observation): Finding {
  const { actor, channel, caseId } = reset.data;
  return {
    anchor: reset.id,
    severity: severityOf(reset),
    count: 1,
    firstAt: reset.at,
    lastAt: reset.at,
    evidence: [reset.id],
    details: { actor: actor ?? null, channel: channel ?? null, ...(typeof caseId === 'string' && { caseId }) },
  };
}

function caseOf(number: number): string {
  return `00000000-0000-4000-8000-00000000000${number}`;
}

function verified(at: number, number: number): Line {
  const data = { caseId: caseOf(number), channel: 'bank', requestedBy: 'li', verifiedBy: 'zhao', actor: 'zhao' };
  return { at, name: 'IdentityVerified', data };
}

function reset(at: number, channel: string, caseId?: string): Line {
  const data = { channel, actor: 'o-9', temporary: true, ...(caseId !== undefined && { caseId }) };
  return { at, name: 'PasswordReset', data };
}
