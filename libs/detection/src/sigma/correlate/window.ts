import type { EventReference, Occurrence } from './occurrence.js';

/** The occurrences of one group that are within the timespan of the latest. */
export interface Window {
  /** Entries held. */
  readonly size: number;
  /** `child`: which of the correlation's rules it is. False when the occurrence has nothing that counts here. */
  add(occurrence: Occurrence, child: number): boolean;
  /** Lets go of what happened before this time. */
  expire(before: number): void;
  dropOldest(): void;
  /** The number the thresholds are about. */
  measure(): number | undefined;
  /** Lists what makes the measure now, also when asked later: without repetition, in order of the input. */
  snapshot(): () => EventReference[];
}

/** The events of these occurrences, each once, in the order of the input. */
export function distinct(occurrences: readonly Occurrence[]): EventReference[] {
  const byLine = new Map<number, EventReference>();
  for (const { events } of occurrences) for (const event of events()) byLine.set(event.line, event);
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}
