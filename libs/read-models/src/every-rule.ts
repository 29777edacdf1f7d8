import type { Rule, RuleSet } from '@tillwatch/detection';
import type { Deadline } from './deadline.js';
import { deadlines } from './deadlines.js';

/** What people read of a rule, whether it folds events or is a deadline: they see no difference. */
export type DescribedRule = Rule | Deadline;

/** Everything that an alert may be about. */
export function everyRule(rules: RuleSet): readonly DescribedRule[] {
  return [...rules.alerting, ...deadlines];
}

export function ruleById(rules: RuleSet, id: string): DescribedRule | undefined {
  return rules.byId.get(id) ?? deadlines.find((deadline) => deadline.id === id);
}
