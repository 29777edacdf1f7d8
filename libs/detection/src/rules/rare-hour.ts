import { HABIT_MS, isHabit, isWarm, note, weekOf, weeksSeen, withWeekOf, type Habits, type Weeks } from '../habits.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { repeat, scene, type Line } from '../scene.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY_S = 86_400;
/**
 * A habit is of parts of the day, not of hours, so that a few logins tell it. They are counted in UTC and an hour's
 * tolerance is given: then no time zone has to be known, and a clock that is changed twice a year surprises nobody.
 */
export const PART_OF_DAY_MS = 4 * HOUR_MS;
/** Of this week and the four before it, weeks with a login: with fewer it is no habit. */
const WEEKS_SEEN = 3;

interface State {
  parts: Habits;
  weeks: Weeks;
}

/** R12, the part about time. Says little by itself; with others it adds to the operator's risk. */
const rule: Rule<State> = {
  id: 'R12-hour',
  version: 1,
  severity: 'low',
  title: { en: 'Login at an unusual time of day', zh: '在不寻常的时段登录' },
  firesWhen: {
    en: 'A login at a time of day at which the operator did not sign in in this week and the four before it.',
    zh: '在本周及之前四周从未登录过的时段登录。',
  },
  runbook: {
    en: 'Nothing to do by itself. Together with a reset (R19) or failures (R1, R4) of the same operator, ask the store who was there at that time, and look at the roster (R11).',
    zh: '单独出现时无需处置。若同一操作员同时有重置（R19）或失败（R1、R4）告警，应向门店核实当时在场人员，并查看排班（R11）。',
  },
  falsePositives: {
    en: 'The first night shift, stocktaking, longer opening hours.',
    zh: '首次上夜班、盘点、延长营业时间。',
  },
  knownGaps: {
    en: "Goes by parts of four hours of the day, give or take an hour, over this week and the four before it; the day of the week and holidays do not count, those are the roster's (R11). Not before the operator was seen three weeks ago, and in three weeks.",
    zh: '按每天四小时一段（放宽一小时）、以本周及之前四周判断；不区分星期与节假日，这些由排班规则（R11）判断。操作员三周前已出现、且有三周登录记录后才开始判断。',
  },
  references: ['ATT&CK T1078'],
  on: ['LoginSucceeded'],
  groupBy: 'operator',
  window: 1,
  lasting: {
    on: ['LoginSucceeded'],
    slot: (event) => `${partOf(event.at)}|${weekOf(event)}`,
    forMs: HABIT_MS,
  },
  initialState: () => ({ parts: new Map(), weeks: [] }),
  evolve(state, event) {
    const { at } = event;
    const isUsual = [at, at - HOUR_MS, at + HOUR_MS].some((time) => isHabit(state.parts, partOf(time), event));
    const isJudged = isWarm(state.weeks, event) && weeksSeen(state.weeks, event) >= WEEKS_SEEN;
    note(state.parts, partOf(at), event);
    state.weeks = withWeekOf(state.weeks, event);
    return isJudged && !isUsual ? describe(event) : undefined;
  },
  examples: [
    {
      name: 'at noon for weeks, and then at ten in the evening',
      events: scene(weekly(4), login(22 * DAY_S + 36_000)),
      expect: [{ severity: 'low', count: 1 }],
    },
    {
      name: 'in the next part of the day, but within an hour of what is usual',
      events: scene(weekly(4), login(22 * DAY_S + 4.9 * 3_600), login(22 * DAY_S - 0.9 * 3_600)),
      expect: [],
    },
    {
      name: 'a new colleague, at every time of day',
      events: scene(...Array.from({ length: 14 }, (_, day) => login(day * DAY_S + (day % 6) * 14_400))),
      expect: [],
    },
    {
      name: 'seen three weeks ago, but not in three weeks',
      events: scene(login(0), login(21 * DAY_S), login(22 * DAY_S + 36_000)),
      expect: [],
    },
    {
      name: 'a second time in the evening is none',
      events: scene(weekly(4), repeat(2, DAY_S, login(22 * DAY_S + 36_000))),
      expect: [{ severity: 'low', count: 1 }],
    },
    {
      name: 'told before the weeks that make it unusual, by a terminal whose clock is set back meanwhile',
      events: scene({ ...login(22 * DAY_S + 36_000), terminalId: 't-2' }, weekly(4).toReversed()),
      expect: [{ severity: 'low', count: 1 }],
    },
  ],
};

export const rareHour: Rule = rule;

function partOf(at: number): string {
  return String(Math.floor((((at % DAY_MS) + DAY_MS) % DAY_MS) / PART_OF_DAY_MS));
}

function describe({ id, at, terminalId, storeId }: Observation): Finding {
  const details = { terminal: terminalId, store: storeId ?? null };
  return { anchor: id, severity: 'low', count: 1, firstAt: at, lastAt: at, evidence: [id], details };
}

function login(at: number): Line {
  return { at, name: 'LoginSucceeded', data: { sessionId: `s-${at}`, factors: ['password'] } };
}

function weekly(weeks: number): Line[] {
  return Array.from({ length: weeks }, (_, week) => login(week * 7 * DAY_S));
}
