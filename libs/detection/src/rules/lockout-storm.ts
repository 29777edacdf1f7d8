import { copyCrowd, crowdProgress, join, newCrowd, type Crowd } from '../crowd.js';
import { isKnownOperator } from '../interest.js';
import type { Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WINDOW_MS = 30 * MINUTE_MS;
const OPERATORS = 5;
const SHARE = 0.25;
/** Operators of a store told apart; at the limit the one who signed in longest ago is forgotten. */
const MAX_ACTIVE = 5_000;

interface State {
  /** When each operator last signed in at the store, ms, within a day; the longest ago first. */
  active: Map<string, number>;
  locked: Crowd;
}

/** R8. A store whose people cannot sign in cannot sell. While it is open, it is the cause of the alerts it holds back. */
const rule: Rule<State> = {
  id: 'R8',
  version: 1,
  severity: 'critical',
  title: { en: 'Lockout storm in a store', zh: '门店大面积锁定' },
  firesWhen: {
    en: 'Five operators, and a quarter of those who work in the store, locked within half an hour.',
    zh: '半小时内有五名操作员、且达到门店人员的四分之一被锁定。',
  },
  runbook: {
    en: 'Find out first whether the store can still work, and unlock the people it needs with their identity verified. Then look for the cause: one terminal that all failures come from, a service that answers wrongly, a new policy; or somebody who locks operators on purpose.',
    zh: '先确认门店能否继续营业，对急需的人员核实身份后解锁。再查原因：是否所有失败来自同一终端、服务应答异常、策略变更，或有人蓄意锁定操作员。',
  },
  falsePositives: {
    en: 'A change of policy or of passwords that reaches a whole store at once.',
    zh: '策略或密码变更同时影响整家门店。',
  },
  knownGaps: {
    en: 'Who works in a store is taken from the logins of the last 24 hours: after a day without any, those locked are all there is. Fewer than five operators are never a storm.',
    zh: '门店人员以过去 24 小时的登录为准；若前一天无人登录，则只以被锁定者计算。少于五名操作员不构成风暴。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'ATT&CK T1531', 'ATT&CK T1499'],
  on: ['OperatorLocked', 'LoginSucceeded'],
  groupBy: 'store',
  window: DAY_MS,
  initialState: () => ({ active: new Map(), locked: newCrowd() }),
  copyState: ({ active, locked }) => ({ active: new Map(active), locked: copyCrowd(locked) }),
  evolve({ active, locked }, event) {
    const { operatorId, at } = event;
    if (operatorId === undefined || !isKnownOperator(event)) return undefined;
    if (event.name === 'LoginSucceeded') {
      active.delete(operatorId);
      active.set(operatorId, at);
      forgetOld(active, at);
      return undefined;
    }
    forgetOld(active, at);
    return join(locked, operatorId, event, {
      windowMs: WINDOW_MS,
      severity: 'critical',
      isEnough: (latest) => {
        if (latest.size < OPERATORS) return false;
        const others = [...active.keys()].filter((known) => !latest.has(known)).length;
        return latest.size >= SHARE * (latest.size + others);
      },
    });
  },
  progress: ({ locked }, event) =>
    crowdProgress(locked, event, {
      counts: event.name === 'OperatorLocked' && isKnownOperator(event),
      threshold: OPERATORS,
      windowMs: WINDOW_MS,
    }),
  examples: [
    {
      name: 'five of twenty operators locked within half an hour',
      events: scene(logins(20), locks(5, 3_600, 450)),
      expect: [{ severity: 'critical', count: 5 }],
    },
    {
      name: 'five of twenty-one',
      events: scene(logins(21), locks(5, 3_600, 450)),
      expect: [],
    },
    {
      name: 'four locked, and the fifth a little later',
      events: scene(logins(5), locks(4, 3_600, 60), lock(5, 5_400.001)),
      expect: [],
    },
    {
      name: 'one operator locked again and again',
      events: scene(logins(5), ...Array.from({ length: 8 }, (_, i) => lock(1, 3_600 + i * 60))),
      expect: [],
    },
    {
      name: 'who signed in more than a day ago does not count',
      events: scene(logins(21), locks(5, 90_100, 10)),
      expect: [{ severity: 'critical', count: 5 }],
    },
    {
      name: 'it spreads; the finding changes when the count has doubled',
      events: scene(logins(12), locks(11, 3_600, 60)),
      expect: [{ severity: 'critical', count: 10 }],
    },
    {
      name: 'five people of two stores',
      events: scene(
        locks(3, 0, 10).map((line) => ({ ...line, terminalId: 't-2', storeId: 's-2' })),
        [lock(3, 5), lock(4, 15)],
      ),
      expect: [],
    },
    {
      name: 'told by two terminals one after the other, though they took turns, and by one whose clock is set back',
      events: scene(
        [lock(0, 40), lock(2, 20)],
        [lock(1, 10), lock(3, 30), lock(4, 50)].map((line) => ({ ...line, terminalId: 't-2' })),
      ),
      expect: [{ severity: 'critical', count: 5 }],
    },
  ],
};

export const lockoutStorm: Rule = rule;

function forgetOld(active: Map<string, number>, now: number): void {
  for (const [operatorId, at] of active) {
    if (now - at <= DAY_MS && active.size <= MAX_ACTIVE) return;
    active.delete(operatorId);
  }
}

function logins(count: number): Line[] {
  return Array.from({ length: count }, (_, i) => ({
    at: i,
    name: 'LoginSucceeded',
    operatorId: `o-${i}`,
    data: { sessionId: `s-${i}` },
  }));
}

function lock(operator: number, at: number): Line {
  return { at, name: 'OperatorLocked', operatorId: `o-${operator}`, data: { reason: 'too-many-failures' } };
}

function locks(count: number, at: number, every: number): Line[] {
  return Array.from({ length: count }, (_, i) => lock(i, at + i * every));
}
