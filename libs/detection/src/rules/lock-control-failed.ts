import { MAX_EVIDENCE } from '../episodes.js';
import { isKnownOperator } from '../interest.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { failure, repeat, scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;
/** PCI DSS 8.3.4: locked after no more than ten. */
const ALLOWED = 10;
/** Operators whose failures are counted at one terminal; at the limit the one who failed first is forgotten. */
const MAX_OPERATORS = 200;

interface Streak {
  /** Of the failures, the first. */
  first: Observation;
  last: Observation;
  count: number;
  evidence: string[];
  /** Count at which the finding changes next; found for the first time once it is more than allowed. */
  nextCount: number;
}

interface State {
  streaks: Map<string, Streak>;
  /** Whose lock is overdue: the next event of the journal shows whether it came. */
  overdue: string | undefined;
  lastAt: number;
}

const tried: readonly unknown[] = ['invalid-password', 'factor-failed'];
const endings: readonly string[] = ['OperatorLocked', 'OperatorUnlocked', 'PasswordReset'];

/**
 * R5. A lock would be in the terminal's own journal, right after the failure that causes it. So the event that follows
 * the eleventh failure there shows that none came; a lock that arrives late takes the finding back.
 */
const rule: Rule<State> = {
  id: 'R5',
  version: 1,
  severity: 'critical',
  title: { en: 'Terminal does not lock after failures', zh: '终端未按要求锁定操作员' },
  firesWhen: {
    en: 'More than ten failed logins of one operator in a row at a terminal, and no lock in what its journal says next.',
    zh: '同一操作员在一台终端上连续失败超过十次，而其后的日志中没有锁定记录。',
  },
  runbook: {
    en: 'The terminal let somebody try on after ten failures: its lockout is off, set too high or broken. Compare its settings with the policy, correct them, and freeze it until that is done. Then treat the operator as guessed at (R1, R4), and record the control failure from its first sign to its repair.',
    zh: '该终端在连续失败十次后仍允许尝试：锁定功能被关闭、阈值过高或已失效。核对并更正其设置，完成前冻结该终端。随后按密码猜测处理该操作员（R1、R4），并登记该控制失效从首次出现到修复的全过程。',
  },
  falsePositives: {
    en: 'An operator whose id is exempt (a cashier who sees one card number at a time); a terminal that locks without reporting it.',
    zh: '豁免锁定要求的账号（每次只接触一个卡号的收银员）；终端已锁定但未上报。',
  },
  knownGaps: {
    en: 'Counted by terminal: ten tries at each of several terminals are not seen. A terminal after which nothing is heard but heartbeats is judged by its next other event. Failures a day apart are not counted together.',
    zh: '按终端统计：在多台终端各试十次无法发现。此后除心跳外没有其他事件的终端，待其下一事件时才判断。相隔一天以上的失败不累计。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'PCI DSS 4.0.1 10.7.2', 'ATT&CK T1110.001', 'ATT&CK T1562'],
  on: [
    ...['LoginFailed', 'LoginSucceeded', 'LoggedOut', 'OperatorLocked', 'OperatorUnlocked', 'PasswordReset'],
    ...['TerminalStarted', 'TerminalStopped', 'WentOffline', 'CameOnline', 'ChainSealed'],
  ],
  groupBy: 'terminal',
  window: DAY_MS,
  initialState: () => ({ streaks: new Map(), overdue: undefined, lastAt: -Infinity }),
  evolve(state, event) {
    if (Math.abs(event.at - state.lastAt) > DAY_MS) state.streaks.clear();
    state.lastAt = event.at;
    const { operatorId = '' } = event;
    const { overdue } = state;
    state.overdue = undefined;
    if (showsLockWorks(event)) state.streaks.delete(operatorId);
    const found = overdue === undefined ? undefined : judge(state, overdue);
    if (event.name === 'LoginSucceeded') state.streaks.delete(operatorId);
    if (tried.includes(event.data['reason']) && isKnownOperator(event)) count(state, operatorId, event);
    return found;
  },
  progress: ({ streaks }, event) => {
    const streak = streaks.get(event.operatorId ?? '');
    return { counts: streak?.last === event, value: streak?.count ?? 0, threshold: ALLOWED + 1, windowMs: DAY_MS };
  },
  examples: [
    {
      name: 'eleven failures, and the next person logs in',
      events: scene(repeat(11, 10, failure(0)), other(200)),
      expect: [{ severity: 'critical', count: 11 }],
    },
    {
      name: 'ten failures, then the lock',
      events: scene(
        repeat(10, 10, failure(0)),
        lock(101),
        repeat(3, 10, failure(110, { data: { reason: 'operator-locked' } })),
        other(200),
      ),
      expect: [],
    },
    {
      name: 'eleven failures, and nothing heard since',
      events: scene(other(0), repeat(11, 10, failure(10))),
      expect: [],
    },
    {
      name: 'the lock comes with the eleventh',
      events: scene(repeat(11, 10, failure(0)), lock(101), other(200)),
      expect: [],
    },
    {
      name: 'it goes on; the finding changes when the count has doubled',
      events: scene(repeat(30, 10, failure(0)), other(400)),
      expect: [{ severity: 'critical', count: 22 }],
    },
    {
      name: 'the twelfth try gets in',
      events: scene(repeat(11, 10, failure(0)), { ...other(115), operatorId: 'o-1' }),
      expect: [{ severity: 'critical', count: 11 }],
    },
    {
      name: 'a reset, an unlock or a login between them begins the count again',
      events: scene(
        [repeat(6, 10, failure(0)), { at: 95, name: 'PasswordReset', data: { channel: 'bank', actor: 'o-9' } }].flat(),
        [repeat(6, 10, failure(100)), { at: 195, name: 'OperatorUnlocked', data: { channel: 'bank' } }].flat(),
        [repeat(6, 10, failure(200)), { ...other(295), operatorId: 'o-1' }, logout(300)].flat(),
        [repeat(6, 10, failure(400)), other(600)].flat(),
      ),
      expect: [],
    },
    {
      name: 'failures of two operators in turn',
      events: scene(
        Array.from({ length: 20 }, (_, i) => failure(i, { operatorId: `o-${i % 2}` })),
        ['TerminalStopped', 'TerminalStarted', 'WentOffline', 'CameOnline', 'ChainSealed'].map((name, i) =>
          happened(30 + i, name),
        ),
      ),
      expect: [],
    },
    {
      name: 'the journal decides, though the clock is set back in the middle of it',
      events: scene(repeat(6, 10, failure(300)), repeat(6, 10, failure(0)), happened(61, 'TerminalStopped')),
      expect: [{ severity: 'critical', count: 11 }],
    },
  ],
};

export const lockControlFailed: Rule = rule;

function showsLockWorks({ name, data }: Observation): boolean {
  return endings.includes(name) || data['reason'] === 'operator-locked';
}

function count(state: State, operatorId: string, event: Observation): void {
  const { streaks } = state;
  let streak = streaks.get(operatorId);
  if (!streak) {
    if (streaks.size === MAX_OPERATORS) streaks.delete(streaks.keys().next().value!);
    streak = { first: event, last: event, count: 0, evidence: [], nextCount: ALLOWED + 1 };
    streaks.set(operatorId, streak);
  }
  streak.last = event;
  streak.count++;
  if (streak.evidence.length < MAX_EVIDENCE) streak.evidence.push(event.id);
  if (streak.count >= streak.nextCount) state.overdue = operatorId;
}

function judge({ streaks }: State, operatorId: string): Finding | undefined {
  const streak = streaks.get(operatorId);
  if (!streak) return undefined;
  streak.nextCount = 2 * streak.count;
  const { first, last, evidence } = streak;
  return {
    anchor: first.id,
    severity: 'critical',
    count: streak.count,
    firstAt: first.at,
    lastAt: last.at,
    evidence: [...evidence],
    details: { allowed: ALLOWED, operator: operatorId },
  };
}

function lock(at: number): Line {
  return { at, name: 'OperatorLocked', data: { reason: 'too-many-failures' } };
}

function other(at: number): Line {
  return { at, name: 'LoginSucceeded', operatorId: 'o-2', data: { sessionId: `s-${at}` } };
}

function logout(at: number): Line {
  return { at, name: 'LoggedOut', data: { sessionId: 's', reason: 'operator' } };
}

function happened(at: number, name: string): Line {
  return { at, name };
}
