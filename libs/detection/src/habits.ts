import type { Observation } from './observation.js';

export const WEEK_MS = 7 * 24 * 3_600_000;

/** What was done in this week or the four before it is a habit. */
const HABIT_WEEKS = 4;
/** Long enough to judge by the same weeks what comes four days late. */
export const HABIT_MS = (HABIT_WEEKS + 2) * WEEK_MS;

/** Somebody who signed in so many weeks ago, counted by the calendar, is no new colleague: that is 14 days at least. */
const WARM_UP_WEEKS = 3;

/**
 * Where somebody has been lately, by week: no finer, so that the newest event of each place and week tells all of it
 * (`Lasting`).
 */
export type Habits = Map<string, number>;

/** Number of the week an event is in, from 1970 on. */
export function weekOf({ at }: Observation): number {
  return Math.floor(at / WEEK_MS);
}

export function isHabit(habits: Habits, place: string, event: Observation): boolean {
  return weekOf(event) - (habits.get(place) ?? -Infinity) <= HABIT_WEEKS;
}

/** Takes note of a place, and forgets those that are a habit no more. */
export function note(habits: Habits, place: string, event: Observation): void {
  const week = weekOf(event);
  if (habits.get(place) === week) return;
  habits.set(place, week);
  for (const [known, last] of habits) if (week - last > HABIT_WEEKS) habits.delete(known);
}

export function hasHabits(habits: Habits, event: Observation): boolean {
  return [...habits.keys()].some((place) => isHabit(habits, place, event));
}

/** Weeks with a login, the latest last; no more than a habit takes. */
export type Weeks = readonly number[];

export function withWeekOf(weeks: Weeks, event: Observation): Weeks {
  const week = weekOf(event);
  return weeks.at(-1) === week ? weeks : [...weeks, week].slice(-(HABIT_WEEKS + 1));
}

/** In how many of this week and the four before it there was one. */
export function weeksSeen(weeks: Weeks, event: Observation): number {
  return weeks.filter((week) => weekOf(event) - week <= HABIT_WEEKS).length;
}

/** Whether there is a habit to hold this event against. */
export function isWarm(weeks: Weeks, event: Observation): boolean {
  const week = weekOf(event);
  return weeks.some((earlier) => week - earlier >= WARM_UP_WEEKS && week - earlier <= HABIT_WEEKS);
}
