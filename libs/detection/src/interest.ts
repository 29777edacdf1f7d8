import type { Observation } from './observation.js';
import type { Grouping, Rule } from './rule.js';
import { selectionsOf } from './selections.js';

/** Indexes of the rules that want to see an event through a grouping. */
export type Interest = (event: Observation, grouping: Grouping) => readonly number[];

const NOBODY: readonly number[] = [];

/** What intake puts in place of a typed operator id that nobody has: not a person, so not a key. */
const UNKNOWN_OPERATOR = 'unknown-';

/** Answers are shared, so asking allocates nothing unless the event is marked. */
export function interestOf(rules: readonly Rule[]): Interest {
  const byName = { operator: new Map<string, number[]>(), terminal: new Map<string, number[]>() };
  const selected = selectionsOf(rules);
  rules.forEach(({ groupBy, on, selection }, index) => {
    if (selection) return;
    for (const name of on) byName[groupBy].set(name, [...(byName[groupBy].get(name) ?? []), index]);
  });
  return (event, grouping) => {
    const plain = byName[grouping].get(event.name) ?? NOBODY;
    const chosen = selected(event, grouping);
    const named = chosen.length ? [...plain, ...chosen] : plain;
    const { marks } = event;
    if (marks === undefined) return named;
    const marked = rules.flatMap(({ groupBy, onMarks }, index) =>
      groupBy === grouping && onMarks?.some((mark) => marks.includes(mark)) ? [index] : [],
    );
    return marked.length ? [...new Set([...named, ...marked])] : named;
  };
}

/** The operator or terminal an event counts for; undefined when it counts for none. */
export function keyValueOf(event: Observation, grouping: Grouping): string | undefined {
  if (grouping === 'terminal') return event.terminalId;
  return event.operatorId?.startsWith(UNKNOWN_OPERATOR) ? undefined : event.operatorId;
}
