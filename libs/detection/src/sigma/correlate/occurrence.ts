import type { Scalar } from '../value/scalar.js';

/** Names one event to whoever reads a match. */
export interface EventReference {
  /** Number of the event in its input, from 1: the line of a file. */
  line: number;
  /** What the event calls itself, if it does. */
  id?: string;
}

/** Field values that correlations ask for, by the name they ask with. */
export type Values = ReadonlyMap<string, Scalar>;

/** A rule or an inner correlation came true. */
export interface Occurrence {
  /** Event time, ms since 1970. */
  at: number;
  /** Number of the event that completed it; tells events of the same time apart. */
  order: number;
  values: Values;
  /** Listed only when a match is told: while an attack goes on, something comes true at each of its events. */
  events: () => readonly EventReference[];
  /** Of an inner correlation: it is still true, with the events its window holds now. */
  inner?: true;
}
