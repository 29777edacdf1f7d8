import { Edge } from './arrival.contract.js';
import { KeyBacktest } from './backtest.js';
import { eventOrders } from './event-order.js';
import { explain } from './explain.js';
import { interestOf, keyValueOf } from './interest.js';
import type { Observation } from './observation.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';
import { operatorGuessing } from './rules/operator-guessing.js';
import { failure, repeat, scene } from './scene.js';

/** The events of each key that the rule wants, in its order: what a reader of the log hands over. */
function keysOf(rule: Rule, events: readonly Observation[]): [string, Observation[]][] {
  const interest = interestOf([rule]);
  const wanted = events.filter((event) => interest(event, rule.groupBy).length > 0);
  const groups = Map.groupBy(wanted, (event) => keyValueOf(event, rule.groupBy));
  return [...groups].flatMap(([value, group]) =>
    value === undefined ? [] : [[value, group.toSorted(eventOrders[rule.groupBy])] as [string, Observation[]]],
  );
}

function backtest(rule: Rule, events: readonly Observation[], from = -Infinity, variants: readonly Rule[] = []) {
  return keysOf(rule, events).map(([value, group]) => {
    const run = new KeyBacktest(rule, { groupBy: rule.groupBy, value }, { from }, variants);
    for (const event of group) run.take(event);
    return run;
  });
}

const idsOf = (runs: readonly KeyBacktest[]): string[] =>
  runs
    .flatMap(({ findings }) => findings.map(({ alertId, finding }) => `${alertId} ${JSON.stringify(finding)}`))
    .sort();

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('finds in a backtest exactly what the engine finds live', () => {
    for (const { events } of rule.examples) {
      const edge = new Edge();
      edge.deliver(events);
      const live = [...edge.alerts].filter(([, alert]) => alert.open && alert.rule === id);
      expect(idsOf(backtest(rule, events))).toEqual(
        live.map(([alertId, { finding }]) => `${alertId} ${JSON.stringify(finding)}`).sort(),
      );
    }
  });

  it('is explained without being changed: the fold ends in the same findings', () => {
    for (const { events } of rule.examples) {
      for (const [value, group] of keysOf(rule, events)) {
        const key = { groupBy: rule.groupBy, value };
        const { steps, findings } = explain(rule, key, group, -Infinity);
        const run = new KeyBacktest(rule, key, { from: -Infinity });
        for (const event of group) run.take(event);
        expect([...findings.values()]).toEqual(run.findings.map(({ finding }) => finding));
        expect(steps.map(({ event }) => event.id)).toEqual(group.map(({ id: event }) => event));
        for (const { state } of steps) expect(state.zh).toMatch(/\p{Script=Han}/u);
      }
    }
  });
});

const burst = (count: number, at: number) => repeat(count, 10, failure(at));

it('takes what happened before the range as context, and tells only what starts in it', () => {
  const events = scene(burst(6, 0), burst(7, 3_600));
  const [run] = backtest(operatorGuessing, events, events[6]!.at);
  expect(run!.findings.map(({ finding }) => finding.anchor)).toEqual([events[6]!.id]);
  const [inside] = backtest(operatorGuessing, events, events[3]!.at);
  expect(inside!.findings).toHaveLength(1);
});

it('tells only what starts in the stores that were asked for', () => {
  const events = scene(burst(6, 0), repeat(6, 10, failure(3_600, { storeId: 's-2' })));
  const run = new KeyBacktest(operatorGuessing, { groupBy: 'operator', value: 'o-1' }, { from: 0, stores: ['s-2'] });
  for (const event of events) run.take(event);
  expect(run.findings.map(({ opening }) => opening.storeId)).toEqual(['s-2']);
});

it('counts by threshold what a rule with that threshold finds', () => {
  const thresholds = Array.from({ length: 18 }, (_, index) => index + 3);
  const variants = thresholds.map((count) => operatorGuessing.withThreshold!(count));
  const events = scene(burst(3, 0), burst(5, 3_600), burst(12, 7_200));
  const [run] = backtest(operatorGuessing, events, 0, variants);
  expect(run!.counts).toEqual(thresholds.map((count) => Number(count <= 3) + Number(count <= 5) + Number(count <= 12)));
  expect(variants[1]!.tiers!.map(({ count }) => count)).toEqual([4, 8]);
});

it('gives thresholds to the rules that count, and to no others; with its own count a rule is itself', () => {
  const counting = rules.filter(({ withThreshold }) => withThreshold);
  expect(counting.map(({ id }) => id)).toEqual(expect.arrayContaining(['R1', 'R2', 'R7']));
  expect(counting.map(({ id }) => id)).not.toContain('R17');
  for (const rule of counting) {
    const same = rule.withThreshold!(rule.tiers![0]!.count);
    expect(same.tiers).toEqual(rule.tiers);
    for (const { events } of rule.examples)
      expect(idsOf(backtest(same, events))).toEqual(idsOf(backtest(rule, events)));
  }
});

it('is bounded: what starts further back than is held is counted, not told', () => {
  const lasting = scene(repeat(25_000, 10, failure(0)));
  const [run] = backtest(operatorGuessing, lasting);
  expect(run!.findings).toHaveLength(1);
  expect(run!.limitHits).toBe(0); // known since it was opened
  const short: Rule = { ...operatorGuessing, evolve: (_, event) => ({ ...found(lasting[0]!), lastAt: event.at }) };
  const late = new KeyBacktest(short, { groupBy: 'operator', value: 'o-1' }, { from: lasting[1]!.at });
  for (const event of lasting) late.take(event);
  expect(late.findings).toEqual([]);
  expect(late.limitHits).toBeGreaterThan(0);
});

const found = ({ id, at }: Observation) => ({
  ...{ anchor: id, severity: 'low' as const, count: 1, firstAt: at, lastAt: at, evidence: [id], details: {} },
});

it('says of each event whether it counted, how near it was, and names the nearest miss', () => {
  const events = scene(burst(4, 0), failure(40, { data: { reason: 'service-error' } }), burst(2, 3_600));
  const { steps, nearest } = explain(operatorGuessing, { groupBy: 'operator', value: 'o-1' }, events, -Infinity);
  expect(steps.map(({ counts, progress }) => [counts, progress!.value, progress!.threshold])).toEqual([
    [true, 1, 5],
    [true, 2, 5],
    [true, 3, 5],
    [true, 4, 5],
    [false, 4, 5],
    [true, 1, 5],
    [true, 2, 5],
  ]);
  expect(nearest!.event).toBe(events[3]);
  expect(nearest!.state.en).toBe('4 of 5 within 10 minutes.');
  expect(steps[4]!.state.en).toBe('Not counted by this rule. 4 of 5 within 10 minutes.');
});
