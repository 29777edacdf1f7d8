import { MAX_EVIDENCE } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

const MINUTE_MS = 60_000;
/** Nobody gets from one store to another in less: a profile constant as long as stores have no coordinates. */
const TRAVEL_MS = 10 * MINUTE_MS;
/** So much may two terminals' clocks differ after correction. */
const CLOCK_ERROR_MS = 2 * MINUTE_MS;
/** Moves that follow each other within this time are one finding. */
const PAUSE_MS = 60 * MINUTE_MS;

interface State {
  last: Observation | undefined;
  moves: Observation[];
  lastMoveAt: number;
  /** Count at which the finding changes next. */
  nextCount: number;
  isUncertain: boolean;
}

/** R10. `count` is of logins: the first, and each after a move that nobody can make. */
const rule: Rule<State> = {
  id: 'R10',
  version: 1,
  severity: 'high',
  title: { en: 'Operator moved between stores impossibly fast', zh: '操作员在门店之间的移动快于可能' },
  firesWhen: {
    en: 'Logins of one operator in two stores less than eight minutes apart.',
    zh: '同一操作员在两家门店的登录相隔不足八分钟。',
  },
  runbook: {
    en: 'One person cannot have been at both terminals. Ask both stores who was there. Unless one of them has a wrong binding or a wrong clock, somebody else uses the id: suspend it, change the password with identity verified, and review both sessions.',
    zh: '同一人不可能在两台终端前先后出现。向两家门店核实当时在场人员。除非终端绑定或时钟有误，否则说明有他人冒用账号：停用账号，核实身份后更换密码，并复核两次会话。',
  },
  falsePositives: {
    en: 'A terminal that moved and is still bound to its old store; stores in one building; a clock fault.',
    zh: '终端已迁移但仍绑定原门店；同一楼内的两家门店；时钟故障。',
  },
  knownGaps: {
    en: 'Distances are not known: any two stores count as ten minutes apart, less two for the clocks. Logins only, so a till that somebody left logged in is R9.',
    zh: '不掌握门店间距离：任意两店均按相距十分钟计，并扣除两分钟的时钟误差。仅看登录，离开后未退出的情况由 R9 处理。',
  },
  references: ['PCI DSS 4.0.1 8.2.2', 'ATT&CK T1078'],
  on: ['LoginSucceeded'],
  groupBy: 'operator',
  window: PAUSE_MS,
  initialState: () => ({ last: undefined, moves: [], lastMoveAt: -Infinity, nextCount: 2, isUncertain: false }),
  evolve(state, event) {
    if (event.storeId === undefined) return undefined;
    const { last } = state;
    state.last = event;
    if (!last || last.storeId === event.storeId || event.at - last.at >= TRAVEL_MS - CLOCK_ERROR_MS) return undefined;
    if (event.at - state.lastMoveAt > PAUSE_MS) {
      Object.assign(state, { moves: [last], nextCount: 2, isUncertain: isUncertain(last) });
    }
    state.lastMoveAt = event.at;
    state.isUncertain ||= isUncertain(event);
    if (state.moves.length < MAX_EVIDENCE) state.moves.push(event);
    if (state.moves.length < state.nextCount) return undefined;
    state.nextCount = 2 * state.moves.length;
    return describe(state);
  },
  examples: [
    {
      name: 'two stores within five minutes',
      events: scene(login(0, 1), login(300, 2)),
      expect: [{ severity: 'high', count: 2 }],
    },
    {
      name: 'eight minutes: with the clocks wrong, it may have been ten',
      events: scene(login(0, 1), login(480, 2)),
      expect: [],
    },
    {
      name: 'two terminals of one store, and a terminal that does not say where it stands',
      events: scene(login(0, 1), { ...login(60, 2), storeId: 's-1' }, {
        ...login(120, 3),
        storeId: undefined,
      } as unknown as Line),
      expect: [],
    },
    {
      name: 'no more than medium when a clock is known to be wrong',
      events: scene(login(0, 1), { ...login(300, 2), marks: ['clock-implausible'] }),
      expect: [{ severity: 'medium', count: 2 }],
    },
    {
      name: 'to and fro is one finding, after an hour it is another',
      events: scene(login(0, 1), login(100, 2), login(200, 1), login(300, 2), login(3_901, 1), login(4_000, 2)),
      expect: [
        { severity: 'high', count: 4 },
        { severity: 'high', count: 2 },
      ],
    },
    {
      name: 'told the other way round, by two terminals and after a clock was set back',
      events: scene(login(500, 2), login(2_000, 2), login(200, 1)),
      expect: [{ severity: 'high', count: 2 }],
    },
  ],
};

export const impossibleMovement: Rule = rule;

function isUncertain({ marks }: Observation): boolean {
  return marks?.includes('clock-implausible') ?? false;
}

function describe({ moves, isUncertain }: State): Finding {
  const stores = [...new Set(moves.flatMap(({ storeId }) => storeId ?? []))].sort();
  return {
    anchor: moves[0]!.id,
    severity: isUncertain ? 'medium' : 'high',
    count: moves.length,
    firstAt: moves[0]!.at,
    lastAt: moves.at(-1)!.at,
    evidence: moves.map(({ id }) => id),
    details: { stores, terminals: [...new Set(moves.map(({ terminalId }) => terminalId))].sort() },
  };
}

function login(at: number, place: number): Line {
  const data = { sessionId: `s-${at}`, factors: ['password'] };
  return { at, name: 'LoginSucceeded', terminalId: `t-${place}`, storeId: `s-${place}`, data };
}
