import type { Observation } from './observation.js';
import { groupings, type Grouping, type Rule } from './rule.js';
import { selectionsOf } from './selections.js';

/** Indexes of the rules that want to see an event through a grouping. */
export type Interest = (event: Observation, grouping: Grouping) => readonly number[];

const NOBODY: readonly number[] = [];

/** What intake puts in place of a typed operator id that nobody has: not a person, so not a key. */
const UNKNOWN_OPERATOR = 'unknown-';

/** Answers are shared, so asking allocates nothing unless the event is marked or of a name that some rule is choosy about. */
export function interestOf(rules: readonly Rule[]): Interest {
  const byName = Object.fromEntries(
    groupings.map((grouping) => [grouping, indexesByName(rules, grouping)]),
  ) as unknown as Record<Grouping, Map<string, readonly number[]>>;
  const selected = selectionsOf(rules);
  const choosyAbout = new Set(rules.flatMap(({ wants, on }) => (wants ? on : [])));
  return (event, grouping) => {
    let named = byName[grouping].get(event.name) ?? NOBODY;
    if (named !== NOBODY && choosyAbout.has(event.name))
      named = named.filter((index) => rules[index]!.wants?.(event) ?? true);
    const chosen = selected(event, grouping);
    if (chosen.length) named = [...named, ...chosen];
    const { marks } = event;
    if (marks === undefined) return named;
    const marked = rules.flatMap(({ groupBy, onMarks }, index) =>
      groupBy === grouping && onMarks?.some((mark) => marks.includes(mark)) ? [index] : [],
    );
    return marked.length ? [...new Set([...named, ...marked])] : named;
  };
}

function indexesByName(rules: readonly Rule[], grouping: Grouping): Map<string, readonly number[]> {
  const indexes = new Map<string, number[]>();
  rules.forEach(({ groupBy, on, selection }, index) => {
    if (groupBy !== grouping || selection) return;
    for (const name of on) indexes.set(name, [...(indexes.get(name) ?? []), index]);
  });
  return indexes;
}

/** What an event counts for in a grouping; undefined when it counts for nothing. */
export function keyValueOf(event: Observation, grouping: Grouping): string | undefined {
  switch (grouping) {
    case 'operator':
      return isKnownOperator(event) ? event.operatorId : undefined;
    case 'terminal':
      return event.terminalId;
    case 'store':
      return event.storeId;
    case 'actor':
      return actorOf(event);
  }
}

/** Whether the event names an operator who may be a person, not something that was typed. */
export function isKnownOperator({ operatorId }: Pick<Observation, 'operatorId'>): boolean {
  return operatorId !== undefined && !operatorId.startsWith(UNKNOWN_OPERATOR);
}

/**
 * The person whose deed an event is, in Unicode normalization form C. Of a change of role, and of the approval of a recovery,
 * it is the one who has the new role or password: what they do with it follows.
 */
export function actorOf(event: Pick<Observation, 'name' | 'operatorId' | 'data'>): string | undefined {
  if (event.name === 'RoleChanged' || event.name === 'RecoveryApproved')
    return isKnownOperator(event) ? event.operatorId : undefined;
  const { actor } = event.data;
  return typeof actor === 'string' && actor !== '' ? actor.normalize('NFC') : undefined;
}
