import { copyCrowd, crowdProgress, join, newCrowd, type Crowd } from '../crowd.js';
import { isKnownOperator } from '../interest.js';
import type { Observation } from '../observation.js';
import type { Rule } from '../rule.js';
import { failure, repeat, scene, type Line } from '../scene.js';

const WINDOW_MS = 30 * 60_000;
const OPERATORS = 5;
/** So many are too many at once, also when each of them fails at a till of their own. */
const MANY_OPERATORS = 10;
/** Who is tried more often is guessed at, and that is R1. */
const MAX_TRIES = 4;
/** Who mistypes and then gets in at the same till has not been sprayed. */
const SLIP_MS = 2 * 60_000;
/** Operators whose tries are counted; at the limit those tried first are forgotten. */
const MAX_OPERATORS = 1_000;

interface State {
  crowd: Crowd;
  /** Times of the failures of each operator within the window; the lists are never changed. */
  tries: Map<string, readonly number[]>;
}

/** R3. Failures count until their operator gets in at the same till; what was found before that stays found. */
const rule: Rule<State> = {
  id: 'R3',
  version: 1,
  severity: 'high',
  title: { en: 'Password spraying in a store', zh: '门店内的密码喷洒' },
  firesWhen: {
    en: 'Five operators of a store with one to four failed logins each within half an hour.',
    zh: '同一门店半小时内有五名操作员各登录失败一至四次。',
  },
  runbook: {
    en: 'Somebody tries a few passwords on many operators. Look at which terminals the failures come from and who was there; freeze the terminal if nobody can say. Then go through the operators listed: any login since is suspect, and passwords everybody uses have to be changed.',
    zh: '有人对多名操作员各试少量密码。查明失败来自哪些终端、当时谁在场；无法确认时冻结该终端。随后逐个核查列出的操作员：其后的任何登录均属可疑，通用口令必须更换。',
  },
  falsePositives: {
    en: 'A changed keypad or password rule that trips everybody up at shift start.',
    zh: '更换键盘或密码规则后，交接班时多人同时输错。',
  },
  knownGaps: {
    en: 'Slower than five operators in half an hour, or spread over stores. One operator at each terminal is seen from ten operators on. Ids that nobody has are counted by R2 only. An operator who gets in within two minutes of the last failure, at the same terminal, is taken to have mistyped.',
    zh: '慢于半小时五名操作员，或分散到多家门店的尝试无法发现。若每台终端只涉及一名操作员，需达到十名才告警。不存在的账号只由 R2 统计。最后一次失败后两分钟内在同一终端登录成功的操作员视为输错密码。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'ATT&CK T1110.003'],
  on: ['LoginFailed', 'LoginSucceeded'],
  groupBy: 'store',
  window: WINDOW_MS,
  initialState: () => ({ crowd: newCrowd(), tries: new Map() }),
  copyState: ({ crowd, tries }) => ({ crowd: copyCrowd(crowd), tries: new Map(tries) }),
  evolve(state, event) {
    const { operatorId, data } = event;
    if (operatorId === undefined || !isKnownOperator(event)) return undefined;
    if (event.name === 'LoginSucceeded') {
      const failed = state.crowd.latest.get(operatorId);
      if (failed?.terminalId === event.terminalId && event.at - failed.at <= SLIP_MS) forgive(state, operatorId);
      return undefined;
    }
    if (data['reason'] === 'service-error') return undefined;
    if (triesOf(state, operatorId, event.at) > MAX_TRIES) {
      state.crowd.latest.delete(operatorId);
      return undefined;
    }
    return join(state.crowd, operatorId, event, { windowMs: WINDOW_MS, severity: 'high', isEnough });
  },
  progress: ({ crowd }, event) =>
    crowdProgress(crowd, event, {
      counts: [...crowd.latest.values()].includes(event),
      threshold: OPERATORS,
      windowMs: WINDOW_MS,
    }),
  examples: [
    {
      name: 'five operators at one terminal, two tries each',
      events: scene(around(5, 0, 60), around(5, 400, 60)),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'five operators, the first one more than half an hour before the last',
      events: scene(around(4, 0, 60), failure(1_800.001, { operatorId: 'o-4' })),
      expect: [],
    },
    {
      name: 'five operators who mistype and then get in',
      events: scene(Array.from({ length: 5 }, (_, i) => [failed(i, i * 100), success(i, i * 100 + 20)]).flat()),
      expect: [],
    },
    {
      name: 'five operators of whom one is guessed at: that is R1',
      events: scene(repeat(5, 1, failed(4, 0)), around(4, 100, 60)),
      expect: [],
    },
    {
      name: 'five operators, each at their own terminal; and ten',
      events: scene(eachAtTheirOwn(5, 0), eachAtTheirOwn(10, 7_200)),
      expect: [{ severity: 'high', count: 10 }],
    },
    {
      name: 'an outage of our own service, and ids that nobody has',
      events: scene(
        Array.from({ length: 8 }, (_, i) => ({ ...failed(i, i * 10), data: { reason: 'service-error' } })),
        Array.from({ length: 8 }, (_, i) => failure(100 + i, { operatorId: `unknown-${'0'.repeat(31)}${i}` })),
      ),
      expect: [],
    },
    {
      name: 'it gets in with the last one: found before, it stays found',
      events: scene(around(6, 0, 30), success(5, 170)),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'told by two terminals one after the other, though they took turns',
      events: scene([failed(0, 0), failed(2, 20), failed(4, 40)], [failed(1, 10, 't-2'), failed(3, 30, 't-2')]),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'the clock is set back between the tries',
      events: scene(failed(0, 300), failed(1, 330), failed(2, 100), failed(3, 130), failed(4, 160)),
      expect: [{ severity: 'high', count: 5 }],
    },
  ],
};

export const passwordSpray: Rule = rule;

function forgive({ crowd, tries }: State, operatorId: string): void {
  crowd.latest.delete(operatorId);
  tries.delete(operatorId);
}

/** Counts a failure; returns how many there are of its operator within the window. */
function triesOf({ tries }: State, operatorId: string, at: number): number {
  const recent = [...(tries.get(operatorId) ?? []).filter((earlier) => at - earlier <= WINDOW_MS), at];
  tries.delete(operatorId);
  tries.set(operatorId, recent.slice(-(MAX_TRIES + 1)));
  for (const [known, times] of tries) {
    if (at - times.at(-1)! <= WINDOW_MS && tries.size <= MAX_OPERATORS) break;
    tries.delete(known);
  }
  return recent.length;
}

function isEnough(latest: ReadonlyMap<string, Observation>): boolean {
  if (latest.size < OPERATORS || latest.size >= MANY_OPERATORS) return latest.size >= OPERATORS;
  return new Set([...latest.values()].map(({ terminalId }) => terminalId)).size < latest.size;
}

function failed(operator: number, at: number, terminalId = 't-1'): Line {
  return failure(at, { operatorId: `o-${operator}`, terminalId });
}

function success(operator: number, at: number): Line {
  return { at, name: 'LoginSucceeded', operatorId: `o-${operator}`, data: { sessionId: `s-${at}` } };
}

function around(operators: number, at: number, every: number): Line[] {
  return Array.from({ length: operators }, (_, i) => failed(i, at + i * every));
}

function eachAtTheirOwn(operators: number, at: number): Line[] {
  return Array.from({ length: operators }, (_, i) => failed(i, at + i, `t-${i}`));
}
