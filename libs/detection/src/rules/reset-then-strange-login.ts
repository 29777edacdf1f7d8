import { HABIT_MS, hasHabits, isHabit, note, weekOf, type Habits } from '../habits.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;

interface State {
  terminals: Habits;
  networks: Habits;
  /** The latest. */
  reset: Observation | undefined;
}

/** R19. One finding for each login at a place its operator was not at in the last four weeks. */
const rule: Rule<State> = {
  id: 'R19',
  version: 1,
  severity: 'high',
  title: { en: 'Reset, then a login from somewhere new', zh: '重置密码后在陌生终端或网络登录' },
  firesWhen: {
    en: 'Within a day of a reset, a login at a terminal or on a network that the operator did not use in four weeks.',
    zh: '重置后一天内，在四周内未用过的终端或网络上登录。',
  },
  runbook: {
    en: 'Whoever got the new password may not be the operator. Ask the operator, through a contact known before the reset, whether it was them. If not, end the session, reset the password with identity verified, and find out who asked for the first reset (R16, R18).',
    zh: '拿到新密码的可能不是本人。通过重置之前已登记的联系方式向操作员核实。若非本人，立即结束会话，核实身份后重新重置，并追查首次重置由谁申请（R16、R18）。',
  },
  falsePositives: {
    en: 'Somebody who starts in another store on the day of the reset.',
    zh: '重置当天调往其他门店的员工。',
  },
  knownGaps: {
    en: 'Knows this week and the four before it, by calendar weeks from 1970: who never signed in during that time has no places to compare with. Networks only where terminals name them.',
    zh: '只记住本周及之前四周（自 1970 年起按周计）：其间从未登录的操作员无从比较。仅在终端上报网络标识时才判断网络。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'ATT&CK T1078', 'ATT&CK T1098'],
  on: ['PasswordReset', 'LoginSucceeded'],
  groupBy: 'operator',
  window: DAY_MS,
  lasting: {
    on: ['LoginSucceeded'],
    slot: (event) => `${event.terminalId}|${networkOf(event) ?? ''}|${weekOf(event)}`,
    forMs: HABIT_MS,
  },
  initialState: () => ({ terminals: new Map(), networks: new Map(), reset: undefined }),
  evolve(state, event) {
    if (event.name === 'PasswordReset') {
      state.reset = event;
      return undefined;
    }
    const network = networkOf(event);
    const isStrange = isNew(state.terminals, event.terminalId, event) || isNew(state.networks, network, event);
    note(state.terminals, event.terminalId, event);
    if (network !== undefined) note(state.networks, network, event);
    const { reset } = state;
    return isStrange && reset && event.at - reset.at <= DAY_MS ? describe(reset, event) : undefined;
  },
  examples: [
    {
      name: 'a reset, and an hour later a login at a terminal never used',
      events: scene(login(0), reset(3_600), login(7_200, 't-2')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'a reset, and a login at the usual terminal; at another one more than a day later',
      events: scene(login(0), reset(3_600), login(7_200), login(90_000.001, 't-2')),
      expect: [],
    },
    {
      name: 'a new operator: every terminal is the first',
      events: scene(reset(0), login(60, 't-2'), login(3_600, 't-2')),
      expect: [],
    },
    {
      name: 'the usual terminal on another network',
      events: scene(login(0, 't-1', 'shop'), reset(3_600), login(7_200, 't-1', 'elsewhere')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'the terminal was used before the reset, as it turns out when that is told late',
      events: scene(login(0), reset(3_600), login(7_200, 't-2'), login(1_800, 't-2')),
      expect: [],
    },
    {
      name: 'two strange terminals; the second one tells it first, the clock of the first is set back meanwhile',
      events: scene(login(9_000, 't-3'), login(7_200, 't-2'), reset(3_600), login(0)),
      expect: [
        { severity: 'high', count: 1 },
        { severity: 'high', count: 1 },
      ],
    },
  ],
};

export const resetThenStrangeLogin: Rule = rule;

function networkOf({ data }: Observation): string | undefined {
  return typeof data['networkId'] === 'string' ? data['networkId'] : undefined;
}

function isNew(habits: Habits, place: string | undefined, event: Observation): boolean {
  return place !== undefined && !isHabit(habits, place, event) && hasHabits(habits, event);
}

function describe(reset: Observation, login: Observation): Finding {
  return {
    anchor: login.id,
    severity: 'high',
    count: 1,
    firstAt: reset.at,
    lastAt: login.at,
    evidence: [reset.id, login.id],
    details: {
      channel: reset.data['channel'] ?? null,
      terminal: login.terminalId,
      network: networkOf(login) ?? null,
      sessionId: login.data['sessionId'] ?? null,
    },
  };
}

function reset(at: number): Line {
  return { at, name: 'PasswordReset', data: { channel: 'bank', actor: 'o-9', caseId: 'case-1', temporary: false } };
}

function login(at: number, terminalId = 't-1', networkId?: string): Line {
  const data = { sessionId: `s-${at}`, factors: ['password'], ...(networkId !== undefined && { networkId }) };
  return { at, name: 'LoginSucceeded', terminalId, data };
}
