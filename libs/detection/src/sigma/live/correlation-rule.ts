import { episodeRule } from '../../episodes.js';
import type { Grouping, Rule } from '../../rule.js';
import { aggregateOf } from '../correlate/aggregate.js';
import { fieldOf } from '../correlate/correlation-node.js';
import { compileExpression } from '../match/compile-expression.js';
import { EventFields, FieldTable } from '../match/event-fields.js';
import { Refusal, type Place } from '../problem.js';
import type { CorrelationDocument } from '../read/documents.js';
import type { LocatedMap } from '../read/located.js';
import { hasUpperBound, wholeRange } from '../read/threshold.js';
import type { ResolvedRule } from '../resolve/resolve-set.js';
import type { Scalar } from '../value/scalar.js';
import type { RuleHead } from './rule-head.js';
import { sharedFacets } from './shared-facets.js';
import { groupingNames, groupings } from './vocabulary.js';
import { windowRule, type Role } from './window-rule.js';

/** Longest timespan: every key that is met loads so much of its history. */
const MAX_TIMESPAN_DAYS = 7;
const DAY_MS = 86_400_000;

/** What the live engine adds to a correlation: the rules it refers to, and what their events are. */
export interface Correlating {
  document: CorrelationDocument;
  children: readonly ResolvedRule[];
  head: RuleHead;
  seen: Pick<Rule, 'on' | 'selection' | 'startsIn' | 'comparisons'>;
}

/** Refuses what cannot be decided while events still come, in any order. */
export function ruleFromCorrelation({ document, children, head, seen }: Correlating): Rule {
  const { type, timespanMs, thresholds, source } = document;
  const at = (...path: string[]): Place => placeOf(source, ['correlation', ...path]);
  if (timespanMs > MAX_TIMESPAN_DAYS * DAY_MS)
    throw new Refusal(at('timespan'), 'live-timespan', `${MAX_TIMESPAN_DAYS} d`);
  const counts = ['event_count', 'value_count', 'temporal'].includes(type);
  const bounded = counts ? thresholds.find(hasUpperBound) : undefined;
  if (bounded) throw new Refusal(at('condition'), 'live-upper-bound', `${bounded.operator}: ${bounded.value}`);
  const groupBy = groupingOf(document, children, at('group-by'));
  const rule = { ...head, ...seen, groupBy, facets: sharedFacets };
  const rolesOf = compileRoles(document, children);
  if (type !== 'event_count') return windowRule({ ...rule, document, rolesOf });
  const { severity, ...rest } = rule;
  const tiers = [{ count: Math.max(1, wholeRange(thresholds).least), windowMs: timespanMs, severity }];
  return episodeRule({ ...rest, tiers, isHit: (event) => rolesOf(event).length > 0 });
}

function groupingOf(document: CorrelationDocument, children: readonly ResolvedRule[], place: Place): Grouping {
  const [name, second] = document.groupBy;
  const found = new Set(children.map((_, child) => groupings.get(fieldOf(document, child, name ?? ''))));
  const [grouping] = found;
  if (grouping === undefined || found.size !== 1 || second !== undefined) {
    throw new Refusal(place, 'live-group-by', groupingNames);
  }
  return grouping;
}

function compileRoles(document: CorrelationDocument, children: readonly ResolvedRule[]) {
  const table = new FieldTable();
  const aggregate = document.type.startsWith('temporal') ? undefined : aggregateOf(document);
  const compiled = children.map(({ expression, namesOf }, child) => ({
    child,
    test: compileExpression(expression, (names) => table.slotOf(names)),
    slots: document.fields.map((name) => ({ name, slot: table.slotOf(namesOf(fieldOf(document, child, name))) })),
  }));
  compiled.reverse();
  return (event: object): Role[] => {
    const fields = new EventFields(table, event);
    const roles: Role[] = [];
    for (const { child, test, slots } of compiled) {
      if (!test(fields)) continue;
      const values = new Map<string, Scalar>();
      for (const { name, slot } of slots) {
        const { scalars } = fields.get(slot);
        if (scalars.length) values.set(name, scalars.length === 1 ? scalars[0]! : JSON.stringify(scalars));
      }
      const complete = values.size === slots.length;
      if (complete && (!aggregate || aggregate.read([...values.values()]) !== undefined)) roles.push({ child, values });
    }
    return roles;
  };
}

/** Where a key under a key stands; the nearest that is there. */
export function placeOf(map: LocatedMap, [key, ...path]: readonly string[]): Place {
  const entry = key === undefined ? undefined : map.entries.get(key);
  if (!entry) return map.place;
  return path.length && entry.value.kind === 'map' && entry.value.entries.has(path[0]!)
    ? placeOf(entry.value, path)
    : entry.place;
}
