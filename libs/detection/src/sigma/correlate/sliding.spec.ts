import fc from 'fast-check';
import type { CorrelationMatch } from './correlation-node.js';
import { load, run, type Timed } from '../try-rules.contract.js';

/**
 * Correlations against their definition, computed anew at each event from all events before it: nothing is kept, nothing
 * is updated, nothing is forgotten.
 */
const SPAN = 10;
const kinds = ['a', 'b', 'c'];

const base = kinds.map(
  (kind) =>
    `title: ${kind}\nname: ${kind}\nlogsource: { category: t }\ndetection: { s: { kind: ${kind} }, condition: s }\n`,
);
const engineOf = (correlation: string) =>
  load([...base, `title: C\ncorrelation: { ${correlation}, group-by: [user], timespan: ${SPAN}s }\n`].join('---\n'));

const stream = fc
  .array(
    fc.record({
      after: fc.constantFrom(0, 0, 1, 1, 2, 3, 5, 9, 10, 11, 25),
      kind: fc.constantFrom(...kinds),
      user: fc.constantFrom('x', 'x', 'y'),
      size: fc.integer({ min: -3, max: 5 }),
    }),
    { minLength: 10, maxLength: 60 },
  )
  .map((entries) => {
    let at = 0;
    return entries.map(({ after, ...event }): Timed => ({ ...event, at: (at += after) }));
  });

interface Numbered {
  line: number;
  at: number;
  kind: string;
  user: string;
  size: number;
}

type Judge = (window: readonly Numbered[]) => readonly Numbered[] | undefined;

/** Lines of each match: `judge` says which events of a window make one, if any. */
function expected(events: readonly Timed[], judge: Judge): string[] {
  const numbered = events.map((event, i) => ({ ...event, line: i + 1 }) as unknown as Numbered);
  const quietUntil = new Map<string, number>();
  return numbered.flatMap((now, i) => {
    const window = numbered.slice(0, i + 1).filter(({ at, user }) => user === now.user && at >= now.at - SPAN);
    const found = judge(window);
    if (!found || now.at <= (quietUntil.get(now.user) ?? -Infinity)) return [];
    quietUntil.set(now.user, now.at + SPAN);
    return [`${now.at}: ${found.map(({ line }) => line).join(' ')}`];
  });
}

function actual(matches: readonly CorrelationMatch[]): string[] {
  return matches.map(({ at, events }) => `${at / 1_000}: ${events.map(({ line }) => line).join(' ')}`);
}

const only = (window: readonly Numbered[], ...wanted: string[]): Numbered[] =>
  window.filter(({ kind }) => wanted.includes(kind));

/** The chain of events in the order of `kinds` that ends with the last of the window and starts latest, by trying all. */
function bestChain(window: readonly Numbered[]): readonly Numbered[] | undefined {
  const [a, b] = kinds;
  const last = window.at(-1)!;
  if (last.kind !== 'c') return undefined;
  const starts = window.filter(
    (first, i) => first.kind === a && window.some((second, j) => second.kind === b && j > i && j < window.length - 1),
  );
  const start = starts.at(-1);
  return start && window.slice(window.indexOf(start));
}

/** A match needs the event that completes it to be one of its own rules. */
const ending =
  (rules: readonly string[], judge: Judge): Judge =>
  (window) => {
    return rules.includes(window.at(-1)!.kind) ? judge(window) : undefined;
  };

const cases: readonly [string, Judge][] = [
  [
    'type: event_count, rules: [a, b], condition: { gte: 3 }',
    ending(['a', 'b'], (window) => (only(window, 'a', 'b').length >= 3 ? only(window, 'a', 'b') : undefined)),
  ],
  [
    'type: value_count, rules: [a], condition: { field: size, gt: 2 }',
    ending(['a'], (window) => {
      return new Set(only(window, 'a').map(({ size }) => size)).size > 2 ? only(window, 'a') : undefined;
    }),
  ],
  [
    'type: value_sum, rules: [a], condition: { field: size, gte: 5 }',
    ending(['a'], (window) => {
      return only(window, 'a').reduce((sum, { size }) => sum + size, 0) >= 5 ? only(window, 'a') : undefined;
    }),
  ],
  [
    'type: value_median, rules: [a], condition: { field: size, lt: 0 }',
    ending(['a'], (window) => {
      const sizes = only(window, 'a')
        .map(({ size }) => size)
        .sort((x, y) => x - y);
      const [low, high] = [sizes[(sizes.length - 1) >> 1]!, sizes[sizes.length >> 1]!];
      return (low + high) / 2 < 0 ? only(window, 'a') : undefined;
    }),
  ],
  [
    'type: temporal, rules: [a, b, c]',
    (window) => (new Set(window.map(({ kind }) => kind)).size === 3 ? window : undefined),
  ],
  ['type: temporal_ordered, rules: [a, b, c]', bestChain],
];

it.each(cases)('%s is what its definition says', (correlation, judge) => {
  const engine = engineOf(correlation);
  let found = 0;
  fc.assert(
    fc.property(stream, (events) => {
      const wanted = expected(events, judge);
      found += wanted.length;
      expect(actual(run(engine, events).matches)).toEqual(wanted);
    }),
    { numRuns: 1_000 },
  );
  expect(found).toBeGreaterThan(50);
});
