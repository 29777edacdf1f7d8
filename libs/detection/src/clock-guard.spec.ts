import { guarded } from './clock-guard.js';
import type { Observation } from './observation.js';
import type { Finding, Rule } from './rule.js';
import { passwordSpray } from './rules/password-spray.js';
import { terminalGuessing } from './rules/terminal-guessing.js';
import { rules } from './rules.js';

const doubted = (events: readonly Observation[], index: number): Observation[] =>
  events.map((event, i) => (i === index ? { ...event, marks: ['clock-implausible'] } : event));

/** Severities of what the rule returns over these events, the last of each finding. */
function severities(rule: Rule, events: readonly Observation[]): string[] {
  const state = rule.initialState();
  const found = new Map<string, Finding>();
  for (const event of events) {
    const finding = rule.evolve(state, event);
    if (finding && 'anchor' in finding) found.set(finding.anchor, finding);
  }
  return [...found.values()].map(({ severity }) => severity);
}

const spray = passwordSpray.examples[0]!.events;

it('lets a finding be medium at most that rests on a clock that cannot be right', () => {
  expect(severities(guarded(passwordSpray), spray)).toEqual(['high']);
  expect(severities(guarded(passwordSpray), doubted(spray, 0))).toEqual(['medium']);
  expect(severities(passwordSpray, doubted(spray, 0))).toEqual(['high']);
});

it('does so after the state was copied, and with another threshold', () => {
  const rule = guarded(passwordSpray);
  const state = rule.initialState();
  const events = doubted(spray, 0);
  rule.evolve(state, events[0]!);
  const copy = rule.copyState!(state);
  const found = events.slice(1).flatMap((event) => rule.evolve(copy, event) ?? []);
  expect(found.at(-1)).toMatchObject({ severity: 'medium' });
});

it('leaves alone what rests on other events, and rules that go by the journal', () => {
  const events = doubted([...spray, { ...spray[0]!, id: 'later', at: spray[0]!.at + 9_000_000 }], spray.length);
  expect(severities(guarded(passwordSpray), events)).toEqual(['high']);
  expect(guarded(terminalGuessing)).toBe(terminalGuessing);
});

it('guards every rule that goes by the clock', () => {
  for (const rule of rules.filter(({ groupBy }) => groupBy !== 'terminal')) {
    for (const { events } of rule.examples) {
      const all = events.map((event): Observation => ({
        ...event,
        marks: [...(event.marks ?? []), 'clock-implausible'],
      }));
      const severe = severities(rule, all).filter((severity) => severity === 'high' || severity === 'critical');
      expect([rule.id, severe]).toEqual([rule.id, []]);
    }
  }
});
