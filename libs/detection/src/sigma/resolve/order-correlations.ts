import { Refusal, type SigmaProblem } from '../problem.js';
import type { CorrelationDocument } from '../read/documents.js';
import type { Registry } from './registry.js';

/**
 * The correlations whose references all lead to rules that are there, each after those it refers to. The others are
 * refused: for going round in a circle, or for referring to what is missing or was refused. Works without recursion.
 */
export function orderCorrelations(registry: Registry, problems: SigmaProblem[]): CorrelationDocument[] {
  const ordered: CorrelationDocument[] = [];
  const accepted = new Set<unknown>(registry.rules);
  let waiting = registry.correlations;
  for (let before = -1; waiting.length && before !== ordered.length;) {
    before = ordered.length;
    const ready = waiting.filter(({ rules }) => rules.every(({ text }) => accepted.has(registry.find(text))));
    for (const correlation of ready) accepted.add(correlation);
    ordered.push(...ready);
    waiting = waiting.filter((correlation) => !accepted.has(correlation));
  }
  for (const correlation of waiting) problems.push(refusalOf(correlation, registry, accepted).problem);
  return ordered;
}

function refusalOf(correlation: CorrelationDocument, registry: Registry, accepted: ReadonlySet<unknown>): Refusal {
  const round = correlation.rules.find(({ text }) => reaches(registry.find(text), correlation, registry));
  if (round) return new Refusal(round.place, 'correlation-cycle', round.text);
  const missing = correlation.rules.find(({ text }) => !accepted.has(registry.find(text)))!;
  return new Refusal(missing.place, 'reference-missing', missing.text);
}

function reaches(from: ReturnType<Registry['find']>, target: CorrelationDocument, registry: Registry): boolean {
  const seen = new Set<unknown>();
  const waiting = [from];
  while (waiting.length) {
    const next = waiting.pop();
    if (next === target) return true;
    if (!next || next.kind === 'rule' || seen.has(next)) continue;
    seen.add(next);
    waiting.push(...next.rules.map(({ text }) => registry.find(text)));
  }
  return false;
}
