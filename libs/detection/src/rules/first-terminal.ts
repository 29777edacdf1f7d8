import { HABIT_MS, isHabit, isWarm, note, weekOf, withWeekOf, type Habits, type Weeks } from '../habits.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { repeat, scene, type Line } from '../scene.js';

const DAY_S = 86_400;

interface State {
  terminals: Habits;
  stores: Habits;
  weeks: Weeks;
}

/** R12. Says little by itself; with others it adds to the operator's risk. */
const rule: Rule<State> = {
  id: 'R12',
  version: 1,
  severity: 'low',
  title: { en: 'First login at a terminal or store', zh: '首次在该终端或门店登录' },
  firesWhen: {
    en: 'A login at a terminal that the operator did not use in this week and the four before it.',
    zh: '在本周及之前四周未用过的终端上登录。',
  },
  runbook: {
    en: 'Nothing to do by itself. Together with a reset (R19) or failures (R1, R4) of the same operator, ask the store whether the person was expected there.',
    zh: '单独出现时无需处置。若同一操作员同时有重置（R19）或失败（R1、R4）告警，应向门店核实该人员是否应在此上班。',
  },
  falsePositives: {
    en: 'Cover in another store, a new till, staff who float between tills.',
    zh: '跨店支援、新装终端、机动岗位人员。',
  },
  knownGaps: {
    en: 'Remembers this week and the four before it, by calendar weeks from 1970. New colleagues are let alone for their first 14 to 21 days, and so is whoever comes back after more than four weeks. Rare hours are R12-hour.',
    zh: '只记住本周及之前四周（自 1970 年起按周计）。新员工入职 14 至 21 天内、以及离开超过四周后返回的人员不告警。罕见时段由 R12-hour 判断。',
  },
  references: ['ATT&CK T1078'],
  on: ['LoginSucceeded'],
  groupBy: 'operator',
  window: 1,
  lasting: {
    on: ['LoginSucceeded'],
    slot: (event) => `${event.terminalId}|${event.storeId ?? ''}|${weekOf(event)}`,
    forMs: HABIT_MS,
  },
  initialState: () => ({ terminals: new Map(), stores: new Map(), weeks: [] }),
  evolve(state, event) {
    const { terminalId, storeId = '' } = event;
    const isKnown = isHabit(state.terminals, terminalId, event);
    const isStoreKnown = isHabit(state.stores, storeId, event);
    const judged = isWarm(state.weeks, event);
    note(state.terminals, terminalId, event);
    note(state.stores, storeId, event);
    state.weeks = withWeekOf(state.weeks, event);
    return judged && !isKnown ? describe(event, !isStoreKnown) : undefined;
  },
  examples: [
    {
      name: 'at another terminal of the store, three weeks after the first days',
      events: scene(daily(5), login(22 * DAY_S, 't-2')),
      expect: [{ severity: 'low', count: 1 }],
    },
    {
      name: 'at a terminal that was used three weeks ago',
      events: scene(daily(5), login(DAY_S / 2, 't-2'), login(22 * DAY_S, 't-2')),
      expect: [],
    },
    {
      name: 'a new colleague, at every terminal of the store',
      events: scene(...Array.from({ length: 14 }, (_, day) => login(day * DAY_S, `t-${day}`))),
      expect: [],
    },
    {
      name: 'back after seven weeks',
      events: scene(daily(5), login(53 * DAY_S, 't-2')),
      expect: [],
    },
    {
      name: 'a second time at the new terminal is none',
      events: scene(daily(5), repeat(2, DAY_S, login(22 * DAY_S, 't-2'))),
      expect: [{ severity: 'low', count: 1 }],
    },
    {
      name: 'told before the days that make it the first, by a terminal whose clock is set back meanwhile',
      events: scene(login(22 * DAY_S, 't-2'), login(22 * DAY_S - 60, 't-2'), daily(5)),
      expect: [{ severity: 'low', count: 1 }],
    },
  ],
};

export const firstTerminal: Rule = rule;

function describe({ id, at, terminalId, storeId }: Observation, isFirstInStore: boolean): Finding {
  const details = { terminal: terminalId, store: storeId ?? null, firstInStore: isFirstInStore };
  return { anchor: id, severity: 'low', count: 1, firstAt: at, lastAt: at, evidence: [id], details };
}

function login(at: number, terminalId = 't-1'): Line {
  return {
    at,
    name: 'LoginSucceeded',
    terminalId,
    data: { sessionId: `s-${at}-${terminalId}`, factors: ['password'] },
  };
}

function daily(days: number): Line[] {
  return Array.from({ length: days }, (_, day) => login(day * DAY_S));
}
