import fc from 'fast-check';
import { arrival, Edge, outcome, seeded } from '../../arrival.contract.js';
import { createDetectionEngine } from '../../engine.js';
import type { Observation } from '../../observation.js';
import { scene, type Line } from '../../scene.js';
import type { CorrelationMatch } from '../correlate/correlation-node.js';
import { loadSigma } from '../load-sigma.js';
import { correlationsText, liveRules } from './correlations.contract.js';
import { liveMapping } from './vocabulary.js';

const rules = liveRules(correlationsText);
const ids = rules.map(({ id }) => id);
const engine = () => createDetectionEngine(rules);

const failed = (at: number, line: Partial<Line> = {}): Line => ({ at, name: 'LoginFailed', ...line });
const reset = (at: number, line: Partial<Line> = {}): Line => ({ at, name: 'PasswordReset', ...line });
const login = (at: number, line: Partial<Line> = {}): Line => ({ at, name: 'LoginSucceeded', ...line });

function found(id: string, events: readonly Observation[]) {
  const edge = new Edge(engine);
  edge.deliver(events);
  return edge.findings(id).map(({ severity, count, firstAt, lastAt }) => ({
    severity,
    count,
    from: (firstAt - events[0]!.at) / 1_000,
    to: (lastAt - events[0]!.at) / 1_000,
  }));
}

describe('each correlation, its window closed at both ends', () => {
  it('event_count counts events of any of its rules', () => {
    expect(found('count', scene(failed(0), reset(30), failed(60)))).toEqual([
      { severity: 'high', count: 3, from: 0, to: 60 },
    ]);
    expect(found('count', scene(failed(0), reset(30), failed(60.001)))).toEqual([]);
    expect(found('count', scene(failed(0), failed(1), failed(2, { operatorId: 'o-2' })))).toEqual([]);
  });

  it('value_count counts different values', () => {
    const at = (...terminals: string[]) => scene(terminals.map((terminalId, i) => failed(i * 20, { terminalId })));
    expect(found('values', at('t-1', 't-2', 't-2', 't-3'))).toEqual([{ severity: 'high', count: 4, from: 0, to: 60 }]);
    expect(found('values', at('t-1', 't-2', 't-2', 't-2', 't-3'))).toEqual([]);
  });

  it('temporal wants every rule, or as many as the condition says', () => {
    expect(found('both', scene(reset(0), failed(60)))).toMatchObject([{ count: 2 }]);
    expect(found('both', scene(reset(0), failed(60.001)))).toEqual([]);
    expect(found('two-of-three', scene(login(0), failed(60)))).toMatchObject([{ count: 2 }]);
    expect(found('two-of-three', scene(failed(0), failed(1), failed(2)))).toEqual([]);
  });

  it('temporal_ordered wants them in order, beginning with the latest chain', () => {
    expect(found('in-order', scene(failed(0), failed(10), reset(20), login(30)))).toMatchObject([
      { count: 3, from: 10, to: 30 },
    ]);
    expect(found('in-order', scene(failed(0), login(10), reset(20)))).toEqual([]);
  });

  it('value_sum, value_avg and value_median look at numbers, and leave out what is none', () => {
    const weighing = (...weights: unknown[]) => scene(weights.map((weight, i) => failed(i, { data: { weight } })));
    expect(found('sum', weighing(2, 'x', '3'))).toMatchObject([{ count: 2 }]);
    expect(found('sum', weighing(2, 'x', 2))).toEqual([]);
    expect(found('average', weighing(3, 0))).toMatchObject([{ count: 2 }]);
    expect(found('average', weighing(3, 1))).toEqual([]);
    expect(found('median', weighing(0, 9, 3))).toMatchObject([{ from: 0, to: 1 }]);
    expect(found('median', weighing(0, 3, 1))).toEqual([]);
  });

  it('goes on as one finding while hits follow each other within the timespan, and measures a set-back clock both ways', () => {
    expect(found('both', scene(failed(0), reset(10), failed(60), failed(100), failed(170)))).toMatchObject([
      { count: 4, from: 0, to: 100 },
    ]);
    expect(found('both', scene(failed(0), reset(40), failed(110), reset(120)))).toHaveLength(2);
    const byTerminal = liveRules(correlationsText.replaceAll('operatorId', 'terminalId'));
    const edge = new Edge(() => createDetectionEngine(byTerminal));
    edge.deliver(scene(failed(100), failed(45, { terminalId: 't-1' }), reset(20), failed(19)));
    expect(edge.findings('both')).toMatchObject([{ count: 2 }]);
    expect(edge.findings('both')[0]!.evidence).toHaveLength(2);
  });
});

/** Bursts and pauses of two people at two tills, on clocks that go forward or back. */
const soup = (steps: readonly number[]) =>
  fc
    .array(
      fc.record({
        name: fc.constantFrom('LoginFailed', 'LoginFailed', 'PasswordReset', 'LoginSucceeded', 'LoggedOut'),
        operatorId: fc.constantFrom('o-1', 'o-1', 'o-2'),
        terminalId: fc.constantFrom('t-1', 't-2', 't-3'),
        after: fc.constantFrom(...steps),
        weight: fc.constantFrom(0, 1, 3, '3', 'x', undefined),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((entries) => {
      let at = 0;
      return scene(
        entries.map(({ after, weight, ...line }) => ({
          ...line,
          at: (at += after),
          data: weight === undefined ? {} : { weight },
        })),
      );
    });

it('ends in the same findings however events arrive, with copies, batches and restarts (1,000 seeds)', () => {
  const grouped = [rules, liveRules(correlationsText.replaceAll('operatorId', 'terminalId'))];
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      soup([-70, -1, 0, 1, 20, 61, 200]),
      fc.integer(),
      fc.constantFrom(...grouped),
      (events, seed, which) => {
        const made = () => createDetectionEngine(which);
        const whole = outcome([events], made);
        for (const id of ids) if (whole.includes(`"${id}"`)) seen.add(id);
        expect(outcome(arrival(events, seed), made)).toBe(whole);
        expect(outcome(arrival(events, seed + 1), made, seeded(seed))).toBe(whole);
      },
    ),
    { numRuns: 1_000 },
  );
  expect([...seen].sort()).toEqual(ids.toSorted());
});

/** The Sigma library's own correlator over a stream in order: what the live engine must agree with about whether, and whom. */
function matchedInOrder(events: readonly Observation[]): Set<string> {
  const { engine, problems } = loadSigma([{ name: 'r', text: correlationsText }], { mapping: liveMapping });
  expect(problems).toEqual([]);
  const correlator = engine.openCorrelator();
  const matches: CorrelationMatch[] = [];
  events.forEach((event, i) => {
    matches.push(...correlator.push(event.at, { line: i + 1 }, engine.observe(event).hits));
  });
  matches.push(...correlator.end());
  return new Set(matches.map(({ correlation, group }) => `${correlation.id} ${[...group.values()].join()}`));
}

it('finds something for a person exactly when the Sigma library does, while events come in order', () => {
  const counts = new Map<string, number>();
  fc.assert(
    fc.property(soup([0, 1, 20, 30, 61, 200]), (arrived) => {
      // Of the same time, the order of the input counts for Sigma; ours is that of terminals.
      const events = arrived.toSorted((a, b) => a.at - b.at || (a.terminalId < b.terminalId ? -1 : a.terminalId > b.terminalId ? 1 : 0)); // prettier-ignore
      const edge = new Edge(engine);
      edge.deliver(events);
      const live = new Set([...edge.alerts.values()].map(({ rule, key }) => `${rule} ${key.value}`));
      const wanted = matchedInOrder(events);
      for (const match of wanted) counts.set(match.split(' ')[0]!, (counts.get(match.split(' ')[0]!) ?? 0) + 1);
      expect([...live].sort()).toEqual([...wanted].sort());
    }),
    { numRuns: 600 },
  );
  expect([...counts.keys()].sort()).toEqual(ids.toSorted());
});
