import type { Rule, RuleSet } from '@tillwatch/detection';
import { CodedError, problem } from '@tillwatch/kernel';

/** Whatever its stage: a draft is tried before anybody is told of it. Throws `not-found`. */
export function triedRule({ rules }: RuleSet, id: string): Rule {
  const rule = rules.find((known) => known.id === id);
  if (!rule) throw new CodedError(problem('not-found'));
  return rule;
}

const dayMs = 24 * 3_600_000;
const maxDays = 400;

/** ms since 1970. Throws `parameter-invalid` for a range that is empty or too long. */
export function spanOf({ from, to }: { from: string; to: string }): { from: number; to: number } {
  const span = { from: Date.parse(from), to: Date.parse(to) };
  if (span.from >= span.to) throw new CodedError(problem('parameter-invalid', '/from', 'It is not before `to`.'));
  if (span.to - span.from > maxDays * dayMs) {
    throw new CodedError(problem('parameter-invalid', '/to', `At most ${maxDays} days at once.`));
  }
  return span;
}
