import type { Key } from './decision.js';
import { KeyHistory } from './key-history.js';
import type { Lane } from './lane.js';
import type { Observation } from './observation.js';
import type { Rule } from './rule.js';

/** One rule over one key and nobody else, for tests of what a lane holds: the lane, and what puts an event into it. */
export function loneLane(
  rule: Rule,
  key: Key,
  history: readonly Observation[] = [],
): { lane: Lane; add(event: Observation): void } {
  const alone = new KeyHistory(key, [rule]);
  alone.fill(history, () => [0]);
  return {
    lane: alone.lane(0),
    add: (event) => alone.add(event, [0], { added: () => {}, tooLate: () => {} }),
  };
}
