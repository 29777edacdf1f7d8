import { load, run, type Timed } from '../try-rules.contract.js';

const text = `
title: A
name: a
logsource: { category: t }
detection: { s: { kind: a }, condition: s }
---
title: C
correlation: { type: event_count, rules: [a], group-by: [user], timespan: 10s, condition: { gte: 3 } }
`;
const events = (count: number, every: number, users: number): Timed[] =>
  Array.from({ length: count }, (_, i) => ({ at: i * every, kind: 'a', user: `u${i % users}` }));

it('holds no more groups than it may, and says how many it dropped', () => {
  const engine = load(text, { limits: { maxGroups: 10 } });
  const correlator = engine.openCorrelator();
  run(engine, events(100, 0.01, 100), correlator);
  expect(correlator.counters.groupsDropped).toBe(90);
});

it('drops the group that was quiet longest', () => {
  const engine = load(text, { limits: { maxGroups: 2 } });
  const of = (user: string, at: number): Timed => ({ at, kind: 'a', user });
  const stream = [of('x', 0), of('y', 1), of('x', 2), of('z', 3), of('x', 4), of('y', 5), of('y', 6)];
  expect(run(engine, stream).matches.map(({ group }) => group.get('user'))).toEqual(['x']);
});

it('lets go of windows that are over before it drops any that is open', () => {
  const engine = load(text, { limits: { maxGroups: 10, maxEvents: 10 } });
  const correlator = engine.openCorrelator();
  run(engine, events(1_000, 2, 1_000), correlator);
  expect(correlator.counters.groupsDropped).toBe(0);
});

it('holds no more events than it may', () => {
  const engine = load(text, { limits: { maxEvents: 50 } });
  const correlator = engine.openCorrelator();
  run(engine, events(1_000, 0.001, 100), correlator);
  expect(correlator.counters.groupsDropped).toBeGreaterThan(10);
});

it('cuts a group that holds too many, counts that, and still matches', () => {
  const engine = load(text, { limits: { maxEventsPerGroup: 5 } });
  const correlator = engine.openCorrelator();
  const { matches } = run(engine, events(100, 0.01, 1), correlator);
  expect(matches).toHaveLength(1);
  expect(correlator.counters.eventsDropped).toBe(95);
});

it('leaves out an event that comes after a later one, and counts it', () => {
  const engine = load(text);
  const correlator = engine.openCorrelator();
  const [first, second, third] = events(3, 1, 1);
  expect(run(engine, [first!, third!, second!], correlator).matches).toEqual([]);
  expect(correlator.counters.unordered).toBe(1);
});
