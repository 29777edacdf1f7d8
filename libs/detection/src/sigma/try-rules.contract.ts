import type { CorrelationMatch } from './correlate/correlation-node.js';
import type { Correlator } from './correlate/correlator.js';
import type { SigmaEngine } from './engine.js';
import { loadSigma, type SigmaOptions } from './load-sigma.js';
import type { SigmaProblem } from './problem.js';

/** A rule with this `detection` section, written without its first indentation. */
export function ruleWith(detection: string, head = 'title: Tried\nlogsource:\n  category: test'): string {
  const body = detection.trim().split('\n');
  return `${head}\ndetection:\n${body.map((line) => `  ${line}`).join('\n')}\n`;
}

/** Compiles documents that must all be good. */
export function load(text: string, options?: SigmaOptions): SigmaEngine {
  const { engine, problems } = loadSigma([{ name: 'rules.yml', text }], options);
  if (problems.length) throw new Error(problems.map(describeProblem).join('\n'));
  return engine;
}

export function describeProblem({ file, line, code, message }: SigmaProblem): string {
  return `${file}:${line}: ${code}: ${message.en}`;
}

/** Whether an event matches a rule with this detection. */
export function detect(detection: string, options?: SigmaOptions): (event: object) => boolean {
  const engine = load(ruleWith(detection), options);
  return (event) => engine.observe(event).matched.length === 1;
}

/** Whether a field with this value matches `field|modifiers: value` (both as YAML). */
export function matches(item: string, value: unknown, options?: SigmaOptions): boolean {
  return detect(`selection:\n  ${item}\ncondition: selection`, options)({ field: value });
}

/** The code of the only problem in a text. */
export function refusal(text: string, options?: SigmaOptions): string {
  const { problems } = loadSigma([{ name: 'rules.yml', text }], options);
  const [only, ...more] = problems;
  if (!only || more.length) throw new Error(`not one problem: ${problems.map(describeProblem).join('; ')}`);
  return only.code;
}

export function refusalOf(item: string, options?: SigmaOptions): string {
  return refusal(ruleWith(`selection:\n  ${item}\ncondition: selection`), options);
}

/** An event `at` seconds after the start of its stream. */
export type Timed = { at: number } & Record<string, unknown>;

/** Runs a stream through the rules and correlations; lines are numbered from 1. */
export function run(
  engine: SigmaEngine,
  events: readonly Timed[],
  correlator: Correlator = engine.openCorrelator(),
): Run {
  const matches: CorrelationMatch[] = [];
  const rules: { title: string; line: number }[] = [];
  events.forEach(({ at, ...event }, i) => {
    const { matched, hits } = engine.observe(event);
    rules.push(...matched.map(({ title }) => ({ title, line: i + 1 })));
    if (hits.length) matches.push(...correlator.push(at * 1_000, { line: i + 1 }, hits));
  });
  matches.push(...correlator.end());
  return { matches, rules };
}

export interface Run {
  matches: CorrelationMatch[];
  rules: { title: string; line: number }[];
}

/** The lines that each match names. */
export function lines({ matches }: Run): number[][] {
  return matches.map(({ events }) => events.map(({ line }) => line));
}
