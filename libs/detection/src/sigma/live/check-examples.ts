import { createDetectionEngine } from '../../engine.js';
import type { Example, Finding, Rule } from '../../rule.js';
import { Refusal, type Place } from '../problem.js';

/** Refuses a rule that does not do what its own examples say. */
export function checkExamples(rule: Rule, place: Place): Rule {
  for (const example of rule.examples) {
    const found = findingsOf(rule, example).map(({ severity, count }) => `${severity} ${count}`);
    const expected = example.expect.map(({ severity, count }) => `${severity} ${count}`);
    if (found.join() !== expected.join()) throw new Refusal(place, 'live-example', example.name);
  }
  return rule;
}

function findingsOf(rule: Rule, { events }: Example): Finding[] {
  const engine = createDetectionEngine([rule]);
  for (const key of engine.missing(events)) engine.load(key, [], []);
  return engine
    .observe(events)
    .flatMap((decision) => (decision.kind === 'raise' ? [decision.finding] : []))
    .sort((a, b) => a.firstAt - b.firstAt);
}
