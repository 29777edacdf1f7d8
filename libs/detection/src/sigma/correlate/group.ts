import type { Scalar } from '../value/scalar.js';
import type { Occurrence } from './occurrence.js';
import type { Window } from './window.js';

/** The state of one correlation for one combination of group-by values. */
export interface Group {
  key: string;
  /** By name in group-by. */
  values: ReadonlyMap<string, Scalar>;
  window: Window;
  latest: Occurrence;
  /** When the first event of a window that is judged at its end came. */
  openedAt: number;
  /** Until then a match is the same as the last one. */
  quietUntil: number;
}
