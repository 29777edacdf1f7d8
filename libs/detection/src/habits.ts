import type { Observation } from './observation.js';

export const WEEK_MS = 7 * 24 * 3_600_000;

/** What was done in this week or the four before it is a habit. */
const HABIT_WEEKS = 4;
/** Long enough to judge by the same weeks what comes four days late. */
export const HABIT_MS = (HABIT_WEEKS + 2) * WEEK_MS;

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
