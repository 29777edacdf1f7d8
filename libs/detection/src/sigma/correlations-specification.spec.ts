import { lines, load, refusal, run, type Timed } from './try-rules.contract.js';

/** Sigma correlation rules specification 2.1.0, by the names of its sections. */

const base = (name: string, value = name): string => `
title: ${name}
name: ${name}
logsource: { category: test }
detection:
  s: { kind: ${value} }
  condition: s
---
`;

/** A correlation in flow style over rules `a`, `b` and `c`, which match events of that kind. */
const correlation = (body: string, more = ''): string =>
  `${base('a')}${base('b')}${base('c')}title: Correlated\ncorrelation: ${body}\n${more}`;

const at = (kind: string, ...times: number[]): Timed[] => times.map((time) => ({ at: time, kind, user: 'u' }));
const inTime = (...events: Timed[][]): Timed[] => events.flat().sort((x, y) => x.at - y.at);
const linesOf = (body: string, events: Timed[]): number[][] => lines(run(load(correlation(body)), events));

describe('Event Count (event_count)', () => {
  const three = '{ type: event_count, rules: [a], group-by: [user], timespan: 10s, condition: { gte: 3 } }';

  it('matches when the events within the timespan reach the threshold, with their references', () => {
    const { matches } = run(load(correlation(three, 'id: c-1\nlevel: high')), at('a', 0, 4, 10));
    expect(matches).toHaveLength(1);
    expect(matches[0]).toMatchObject({ at: 10_000, measure: 3, correlation: { id: 'c-1', level: 'high' } });
    expect([...matches[0]!.group]).toEqual([['user', 'u']]);
    expect(matches[0]!.events).toEqual([{ line: 1 }, { line: 2 }, { line: 3 }]);
  });

  it('slides: the window ends at each event and is not cut at whole minutes', () => {
    expect(linesOf(three, at('a', 0, 4, 10.001))).toEqual([]);
    expect(linesOf(three, at('a', 0, 8, 12, 15))).toEqual([[2, 3, 4]]);
  });

  it('matches once, and again only for events after the window of that match', () => {
    expect(linesOf(three, at('a', 0, 1, 2, 3, 4, 5, 6))).toEqual([[1, 2, 3]]);
    expect(linesOf(three, at('a', 0, 1, 2, 12, 12.5, 13))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(linesOf(three, at('a', 0, 1, 2, 6, 11, 12.001))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('counts each group on its own, and an event once however many rules it matches', () => {
    const users = (...names: string[]): Timed[] => names.map((user, i) => ({ at: i, kind: 'a', user }));
    expect(linesOf(three, users('x', 'y', 'x', 'y', 'x'))).toEqual([[1, 3, 5]]);
    const both = `${base('a')}${base('b', 'a')}title: c\ncorrelation: ${three.replace('[a]', '[a, b]')}\n`;
    expect(lines(run(load(both), at('a', 0, 1)))).toEqual([]);
    expect(lines(run(load(both), at('a', 0, 1, 2)))).toEqual([[1, 2, 3]]);
  });

  it('joins several fields of group-by with and, and needs none', () => {
    const events = ['xp', 'xq', 'xp', 'yp', 'xp'].map(([user, host], i) => ({ at: i, kind: 'a', user, host }));
    expect(linesOf(three.replace('[user]', '[user, host]'), events)).toEqual([[1, 3, 5]]);
    expect(linesOf(three.replace('group-by: [user], ', ''), events)).toEqual([[1, 2, 3]]);
  });

  it('does not count events that have no value to group by, and says how many', () => {
    const engine = load(correlation(three));
    const correlator = engine.openCorrelator();
    const events = [{ at: 0, kind: 'a' }, ...at('a', 1, 2), { at: 3, kind: 'a', user: null }];
    expect(run(engine, events, correlator).matches).toEqual([]);
    expect(correlator.counters.incomplete).toBe(2);
  });
});

describe('Condition', () => {
  const counted = (condition: string): string =>
    `{ type: event_count, rules: [a], group-by: [user], timespan: 10s, condition: { ${condition} } }`;
  const burst = (count: number): Timed[] => at('a', ...Array.from({ length: count }, (_, i) => i));

  it.each([
    ['gt: 2', [3, 4, 9]],
    ['gte: 2', [2, 3, 4, 9]],
    ['lt: 3', [1, 2]],
    ['lte: 3', [1, 2, 3]],
    ['eq: 3', [3]],
    ['neq: 3', [1, 2, 4, 9]],
    ['gt: 1, lte: 3', [2, 3]],
    ['gte: 2, lt: 4', [2, 3]],
  ])('%s', (condition, fulfilledBy) => {
    const counts = [1, 2, 3, 4, 9].filter((count) => linesOf(counted(condition), burst(count)).length > 0);
    expect(counts).toEqual(fulfilledBy);
  });

  it('judges an upper bound when the window of the first event is over, and counts anew after it', () => {
    const { matches } = run(load(correlation(counted('lte: 2'))), at('a', 0, 5, 11, 12, 13, 30));
    expect(matches.map(({ at, measure }) => [at, measure])).toEqual([
      [10_000, 2],
      [40_000, 1],
    ]);
    expect(lines({ matches, rules: [] })).toEqual([[1, 2], [6]]);
  });
});

describe('Value Count (value_count)', () => {
  const three =
    '{ type: value_count, rules: [a], group-by: [host], timespan: 10s, condition: { field: user, gte: 3 } }';
  const by = (...users: unknown[]): Timed[] => users.map((user, i) => ({ at: i, kind: 'a', host: 'h', user }));

  it('counts distinct values', () => {
    expect(linesOf(three, by('x', 'x', 'y', 'x', 'z'))).toEqual([[1, 2, 3, 4, 5]]);
    expect(linesOf(three, by('x', 'y', 'x', 'y'))).toEqual([]);
    expect(linesOf(three, by('x', undefined, 'y', null))).toEqual([]);
  });

  it('forgets values that left the window', () => {
    expect(linesOf(three, [...by('x', 'y'), { at: 11, kind: 'a', host: 'h', user: 'z' }])).toEqual([]);
  });

  it('counts combinations of several fields', () => {
    const pairs = three.replace('field: user', 'field: [user, port]');
    const events = ['x1', 'x2', 'y1', 'x1'].map(([user, port], i) => ({ at: i, kind: 'a', host: 'h', user, port }));
    expect(linesOf(pairs, events)).toEqual([[1, 2, 3]]);
  });
});

describe('Temporal Proximity (temporal)', () => {
  const both = '{ type: temporal, rules: [a, b], group-by: [user], timespan: 10s }';

  it('needs all rules within the timespan, in any order', () => {
    expect(linesOf(both, inTime(at('b', 0), at('a', 10)))).toEqual([[1, 2]]);
    expect(linesOf(both, inTime(at('a', 0), at('b', 10)))).toEqual([[1, 2]]);
    expect(linesOf(both, inTime(at('a', 0), at('b', 10.001)))).toEqual([]);
    expect(linesOf(both, at('a', 0, 1, 2))).toEqual([]);
  });

  it('needs the same values of group-by', () => {
    const events = [
      { at: 0, kind: 'a', user: 'x' },
      { at: 1, kind: 'b', user: 'y' },
    ];
    expect(linesOf(both, events)).toEqual([]);
  });

  it('is satisfied by so many of its rules with a condition', () => {
    const two = '{ type: temporal, rules: [a, b, c], group-by: [user], timespan: 10s, condition: { gte: 2 } }';
    expect(linesOf(two, inTime(at('c', 0), at('a', 1)))).toEqual([[1, 2]]);
    expect(linesOf(two, at('c', 0, 1, 2))).toEqual([]);
    const exactly = two.replace('gte: 2', 'eq: 1');
    expect(linesOf(exactly, inTime(at('c', 0), at('a', 1)))).toEqual([]);
    expect(linesOf(exactly, at('c', 0, 1))).toEqual([[1, 2]]);
  });

  it('is satisfied by one event that two rules describe', () => {
    const text = `${base('a')}${base('b', 'a')}title: c\ncorrelation: ${both}\n`;
    expect(lines(run(load(text), at('a', 0)))).toEqual([[1]]);
  });
});

describe('Ordered Temporal Proximity (temporal_ordered)', () => {
  const ordered = '{ type: temporal_ordered, rules: [a, b, c], group-by: [user], timespan: 10s }';

  it('needs the order of its rules', () => {
    expect(linesOf(ordered, inTime(at('a', 0), at('b', 1), at('c', 2)))).toEqual([[1, 2, 3]]);
    expect(linesOf(ordered, inTime(at('b', 0), at('a', 1), at('c', 2)))).toEqual([]);
    expect(linesOf(ordered, inTime(at('a', 0), at('c', 1), at('b', 2)))).toEqual([]);
    expect(linesOf(ordered, inTime(at('a', 0), at('b', 1), at('c', 10.001)))).toEqual([]);
  });

  it('takes the latest start that still leads to the end', () => {
    expect(linesOf(ordered, inTime(at('a', 0, 5), at('b', 2, 6), at('c', 12)))).toEqual([[3, 4, 5]]);
    expect(linesOf(ordered, inTime(at('a', 0, 7), at('b', 6), at('c', 12)))).toEqual([]);
  });

  it('needs an event of its own for each rule; at the same time the input decides the order', () => {
    const same = `${base('a')}${base('b', 'a')}title: c\ncorrelation: { type: temporal_ordered, rules: [a, b], timespan: 10s }\n`;
    expect(lines(run(load(same), at('a', 0)))).toEqual([]);
    expect(lines(run(load(same), at('a', 0, 0)))).toEqual([[1, 2]]);
    expect(linesOf(ordered, [...at('a', 0), ...at('b', 0), ...at('c', 0)])).toEqual([[1, 2, 3]]);
    expect(linesOf(ordered, [...at('b', 0), ...at('a', 0), ...at('c', 0)])).toEqual([]);
  });
});

describe('Metric conditions (value_sum, value_avg, value_percentile)', () => {
  const metric = (type: string, condition: string): string =>
    `{ type: ${type}, rules: [a], group-by: [user], timespan: 10s, condition: { field: bytes, ${condition} } }`;
  const sizes = (...values: unknown[]): Timed[] => values.map((bytes, i) => ({ at: i, kind: 'a', user: 'u', bytes }));

  it('value_sum adds up, numbers in texts too', () => {
    expect(linesOf(metric('value_sum', 'gt: 1000'), sizes(400, '600', 1))).toEqual([[1, 2, 3]]);
    expect(linesOf(metric('value_sum', 'gt: 1000'), sizes(400, 600, 'many', null, true))).toEqual([]);
    expect(linesOf(metric('value_sum', 'gte: 0.5'), sizes(0.25, 0.25))).toEqual([[1, 2]]);
    expect(linesOf(metric('value_sum', 'gt: 10'), [...sizes(9), { at: 11, kind: 'a', user: 'u', bytes: 9 }])).toEqual(
      [],
    );
  });

  it('value_sum is right again after a value that swallowed the others', () => {
    const events = [...sizes(1e300, 1), ...at('a', 10.5, 11.5).map((event) => ({ ...event, bytes: 1 }))];
    const { matches } = run(load(correlation(metric('value_sum', 'lte: 3'))), events);
    expect(matches.map(({ measure }) => measure)).toEqual([2]);
  });

  it('value_avg is the mean of the window', () => {
    expect(linesOf(metric('value_avg', 'gt: 500'), sizes(400, 500, 700))).toEqual([[1, 2, 3]]);
    expect(linesOf(metric('value_avg', 'gt: 500'), sizes(400, 500, 600))).toEqual([]);
  });

  it('value_percentile compares the percentile it names, value_median the middle', () => {
    const p95 = metric('value_percentile', 'percentile: 90, gte: 100');
    expect(linesOf(p95, sizes(1, 1, 1, 1, 1, 1, 1, 1, 1))).toEqual([]);
    expect(linesOf(p95, sizes(1, 100, 100))).toEqual([[1, 2, 3]]);
    expect(linesOf(metric('value_percentile', 'percentile: 50, eq: 1.5'), sizes(1, 2))).toEqual([[1, 2]]);
    expect(linesOf(metric('value_median', 'gte: 5'), sizes(1, 9, 5))).toEqual([[1, 2]]);
  });

  it('value_percentile without a percentile is the share of the value among all, as in the example of the specification', () => {
    const rare = metric('value_percentile', 'lte: 20');
    expect(linesOf(rare, sizes('cmd', 'cmd', 'cmd', 'cmd', 'rar'))).toEqual([[1, 2, 3, 4, 5]]);
    expect(linesOf(rare, sizes('cmd', 'cmd', 'cmd', 'rar'))).toEqual([]);
    expect(refusal(correlation(metric('value_percentile', 'gt: 500')))).toBe('correlation-condition');
  });
});
