import type { Observation } from './observation.js';
import type { Grouping } from './rule.js';

/** Negative: `a` comes first. Zero only for the same event. */
export type EventOrder = (a: Observation, b: Observation) => number;

const byTime: EventOrder = (a, b) =>
  a.at - b.at || compareText(a.terminalId, b.terminalId) || compareJournal(a, b) || compareText(a.id, b.id);

/**
 * The order rules fold in. Both are lexicographic over a fixed tuple, hence total and transitive, whatever is missing.
 *
 * - operator, store, actor: (at, terminal, epoch, sequence, id). One person, or one store, at several tills: only the
 *   corrected clock relates them.
 * - terminal: (epoch, sequence, at, id). The journal decides, never a clock; an event without a place in the journal
 *   counts as epoch 0, so those come first, among themselves by time. Weaving them in by time would not be
 *   transitive: the journal may run against the clock. A terminal sends either kind, not both, so nothing is lost.
 */
export const eventOrders: Record<Grouping, EventOrder> = {
  operator: byTime,
  store: byTime,
  actor: byTime,
  terminal: (a, b) => compareJournal(a, b) || a.at - b.at || compareText(a.id, b.id),
};

/** Index of the first of `events` (sorted) that does not come before `event`. */
export function lowerBound(events: readonly Observation[], event: Observation, order: EventOrder): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(events[middle]!, event) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By UTF-16 code units, as `ORDER BY … COLLATE "C"` does for the ASCII ids we have. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareJournal(a: Observation, b: Observation): number {
  const aHasPlace = a.epoch !== undefined && a.sequence !== undefined;
  const bHasPlace = b.epoch !== undefined && b.sequence !== undefined;
  if (!aHasPlace || !bHasPlace) return Number(aHasPlace) - Number(bHasPlace);
  return a.epoch! - b.epoch! || a.sequence! - b.sequence!;
}
