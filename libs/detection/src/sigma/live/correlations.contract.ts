import type { Rule } from '../../rule.js';
import { describeProblem } from '../try-rules.contract.js';
import { rulesFromSigma } from './rules-from-sigma.js';

/** A base rule over one event type. */
function base(name: string, type: string): string {
  return `title: ${name}
name: ${name}
logsource: { product: tillwatch }
detection:
  s: { type: ${type} }
  condition: s
`;
}

/** `members` are those of the `correlation` section, beside the timespan of a minute. */
function correlation(id: string, members: string): string {
  return `title: ${id}
id: ${id}
level: high
correlation: { timespan: 1m, group-by: [operatorId], ${members} }
`;
}

/** One correlation of each type, over three rules. */
export const correlationsText = [
  base('failed', 'LoginFailed'),
  base('reset', 'PasswordReset'),
  base('login', 'LoginSucceeded'),
  correlation('count', 'type: event_count, rules: [failed, reset], condition: { gte: 3 }'),
  correlation('values', 'type: value_count, rules: [failed, reset], condition: { gt: 2, field: terminalId }'),
  correlation('both', 'type: temporal, rules: [failed, reset]'),
  correlation('two-of-three', 'type: temporal, rules: [failed, reset, login], condition: { gte: 2 }'),
  correlation('in-order', 'type: temporal_ordered, rules: [failed, reset, login]'),
  correlation('sum', 'type: value_sum, rules: [failed], condition: { gte: 5, field: weight }'),
  correlation('average', 'type: value_avg, rules: [failed], condition: { lt: 2, field: weight }'),
  correlation('median', 'type: value_median, rules: [failed], condition: { gte: 3, field: weight }'),
].join('---\n');

/** Rules of a text in which every document must be good. */
export function liveRules(text: string): Rule[] {
  const { rules, problems } = rulesFromSigma([{ name: 'rules.yml', text }]);
  if (problems.length) throw new Error(problems.map(describeProblem).join('\n'));
  return rules;
}
