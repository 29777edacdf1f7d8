import { attempt, Refusal, type SigmaProblem } from '../problem.js';
import type { FilterDocument, RuleDocument } from '../read/documents.js';
import type { Expression } from '../read/expression.js';
import type { Condition } from '../read/read-condition.js';
import type { Registry } from './registry.js';
import { isWithin } from './map-fields.js';

export interface AppliedFilter {
  filter: FilterDocument;
  /** What passes it. */
  kept: Expression;
}

/**
 * What each rule must fulfil beside its own condition, by rule. A filter that is refused leaves its rules as they are.
 * Filters specification, "Relative rules": each must be there, be a detection rule, and lie within the filter's logsource.
 */
export function applyFilters(
  filters: readonly FilterDocument[],
  registry: Registry,
  problems: SigmaProblem[],
): Map<RuleDocument, AppliedFilter[]> {
  const applied = new Map<RuleDocument, AppliedFilter[]>();
  for (const filter of filters) {
    attempt(problems, () => {
      const one = { filter, kept: keptBy(filter) };
      for (const rule of rulesOf(filter, registry)) applied.set(rule, [...(applied.get(rule) ?? []), one]);
    });
  }
  return applied;
}

function rulesOf(filter: FilterDocument, registry: Registry): RuleDocument[] {
  if (filter.rules === 'any') return registry.rules.filter(({ logsource }) => isWithin(logsource, filter.logsource));
  return filter.rules.map(({ text, place }) => {
    const rule = registry.find(text);
    if (!rule) throw new Refusal(place, 'reference-missing', text);
    if (rule.kind !== 'rule') throw new Refusal(place, 'reference-not-detection', text);
    if (!isWithin(rule.logsource, filter.logsource)) throw new Refusal(place, 'filter-logsource', text);
    return rule;
  });
}

/**
 * What passes a filter. The specification lets a filter suppress what its condition describes (`selection`); the tools of
 * its authors join the condition with that of the rule (`not selection`). Both forms say which events go away as long as
 * the condition is negated altogether or not at all; a mixture would mean opposite things and is refused.
 */
function keptBy({ detection }: FilterDocument): Expression {
  const [first, second] = detection.conditions;
  if (second) throw new Refusal(second.place, 'condition-syntax', second.text);
  const { condition, expression, text, place } = first!;
  if (isNegated(condition)) return expression;
  if (hasNegation(condition)) throw new Refusal(place, 'filter-polarity', text);
  return { kind: 'not', part: expression };
}

function isNegated(condition: Condition): boolean {
  if (condition.kind === 'not') return !hasNegation(condition.part);
  return condition.kind !== 'search' && condition.parts.every(isNegated);
}

function hasNegation(condition: Condition): boolean {
  if (condition.kind === 'not') return true;
  return condition.kind !== 'search' && condition.parts.some(hasNegation);
}
