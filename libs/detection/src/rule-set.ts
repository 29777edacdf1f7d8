import { guarded } from './clock-guard.js';
import { detectionLimits } from './detection-limits.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';
import type { SigmaFile } from './sigma/load-sigma.js';
import { ruleFromSigma, rulesFromSigma } from './sigma/live/rules-from-sigma.js';
import type { SigmaProblem } from './sigma/problem.js';

/** The rules that run, and what was left out. */
export interface RuleSet {
  /** Ours, then the shop's own. */
  rules: readonly Rule[];
  /** These, and what the engine says of itself: every rule that an alert may name. */
  alerting: readonly Rule[];
  byId: ReadonlyMap<string, Rule>;
  /** Documents of the shop's that were refused, with place and reason. */
  faulty: readonly SigmaProblem[];
}

/** Our rules alone. */
export const ourRules: RuleSet = ruleSet([], []);

/** The one rule that a text makes, as it would be among the shop's own; without it, why not. */
export function ruleToTry(text: string, file: string): { rule?: Rule; problems: readonly SigmaProblem[] } {
  const { rule, problems } = ruleFromSigma(text, file);
  return rule ? { rule: guarded(rule), problems } : { problems };
}

/** Ours and those of a shop's files; `unread`: files that could not be read. What is faulty is left out, the others run. */
export function ruleSet(files: readonly SigmaFile[], unread: readonly SigmaProblem[]): RuleSet {
  const own = rulesFromSigma(files, new Set(rules.map(({ id }) => id)));
  const all = [...rules, ...own.rules.map(guarded)];
  const alerting = [...all, detectionLimits];
  const byId = new Map(alerting.map((rule) => [rule.id, rule]));
  return { rules: all, alerting, byId, faulty: [...unread, ...own.problems] };
}
