import type { Observation } from './observation.js';
import type { Grouping, Rule } from './rule.js';
import type { Expression } from './sigma/read/expression.js';
import { FieldTable } from './sigma/match/event-fields.js';
import { Matcher } from './sigma/match/matcher.js';

const NOBODY: readonly number[] = [];

/** More than a batch holds. */
const REMEMBERED_EVENTS = 4_096;

/** The rules with a selection that can see events of one name, and what finds those that an event fulfils. */
interface Selecting {
  rules: number[];
  expressions: Expression[];
  /** Made when the first such event comes. */
  matcher?: Matcher;
}

/**
 * Indexes of the rules whose selection an event fulfils, through a grouping. An event meets only what its name and its literal
 * values lead to. A batch is asked about twice and by each grouping, so the latest answers are kept.
 */
export function selectionsOf(rules: readonly Rule[]): (event: Observation, grouping: Grouping) => readonly number[] {
  const byName = new Map<string, Selecting>();
  rules.forEach(({ on, selection }, index) => {
    if (!selection) return;
    for (const name of on) {
      let selecting = byName.get(name);
      if (!selecting) byName.set(name, (selecting = { rules: [], expressions: [] }));
      selecting.rules.push(index);
      selecting.expressions.push(selection);
    }
  });
  const remembered = new Map<Observation, readonly number[]>();
  return (event, grouping) => {
    const selecting = byName.get(event.name);
    if (!selecting) return NOBODY;
    let chosen = remembered.get(event);
    if (chosen === undefined) {
      if (remembered.size === REMEMBERED_EVENTS) remembered.clear();
      remembered.set(event, (chosen = match(selecting, event)));
    }
    return chosen.length ? chosen.filter((rule) => rules[rule]!.groupBy === grouping) : NOBODY;
  };
}

function match(selecting: Selecting, event: Observation): readonly number[] {
  const matcher = (selecting.matcher ??= new Matcher(selecting.expressions, new FieldTable()));
  const matched = matcher.match(matcher.fieldsOf(event));
  return matched.length ? matched.map((number) => selecting.rules[number]!) : NOBODY;
}
