import type { Rule } from './rule.js';
import { ruleTexts } from './rule-texts.js';
import { ruleFromSigma } from './sigma/live/rules-from-sigma.js';

/** One of our own rules, from its text in Sigma. Throws `Error` when that is faulty: nothing starts without all of our rules. */
export function sigmaRule(file: keyof typeof ruleTexts): Rule {
  const { rule, problems } = ruleFromSigma(ruleTexts[file], file);
  if (!rule) throw new Error(problems.map(({ line, message }) => `${file}:${line}: ${message.en}`).join('\n'));
  const { startsIn: _stage, source: _place, ...ours } = rule;
  return ours;
}
