import { sha256Hex } from '@tillwatch/kernel';
import { scenarios } from '../scenarios/scenarios.js';
import { hourMs, minuteMs } from './durations.js';
import { planScenario, startEndingAt, type PlannedFleet } from './plan-scenario.js';

const start = Date.parse('2026-03-01T00:00:00Z');
const names = scenarios.map(({ name }) => name);
const plan = (name: string, seed = 1): PlannedFleet => planScenario(name, { seed, start });
const bytes = ({ terminals }: PlannedFleet): string =>
  terminals
    .map(({ entries, deliveries }) => entries.map(({ text }) => text).join('\n') + JSON.stringify(deliveries))
    .join('\n');

describe.each(names)('%s', (name) => {
  it('gives the same bytes for the same seed, and others for another', () => {
    expect(bytes(plan(name))).toBe(bytes(plan(name)));
    expect(bytes(plan(name, 2))).not.toBe(bytes(plan(name)));
  });

  it('chains every journal without a hole', () => {
    for (const { entries } of plan(name).terminals) {
      const places = entries.map(({ event }) => [event.sequence, event.prevhash]);
      expect(places).toEqual(
        entries.map((_, index) => [`${index + 1}`, index ? sha256Hex(entries[index - 1]!.text) : undefined]),
      );
    }
  });

  it('delivers every event, and keeps all of them within the plan’s time and the clock’s error', () => {
    const { terminals, end } = plan(name);
    for (const { entries, deliveries, clock } of terminals) {
      const delivered = new Set(deliveries.flatMap(({ from, to }) => entries.slice(from, to)));
      expect(delivered.size).toBe(entries.length);
      expect(deliveries.every(({ from, to }) => to > from && to - from <= 200)).toBe(true);
      const errorMs = Math.abs(clock.offsetMs) + 10_000;
      const times = entries.map(({ event }) => Date.parse(event.time));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(start - errorMs);
      expect(Math.max(...times)).toBeLessThanOrEqual(end + errorMs);
    }
  });
});

it('lets no event leave before it happened, and none wait longer than the network makes it', () => {
  for (const { entries, deliveries, clock } of plan('shop-day').terminals) {
    for (const { at, from, to, why } of deliveries) {
      const waits = entries.slice(from, to).map(({ event }) => {
        const claimed = Date.parse(event.time) - start;
        return at - (claimed - clock.offsetMs - (claimed * clock.driftPpm) / 1e6);
      });
      const measuredToMs = 2;
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(-measuredToMs);
      if (why === 'ordinary') expect(Math.max(...waits)).toBeLessThanOrEqual(2 * minuteMs + measuredToMs);
    }
  }
});

it('gives each event an id and place of its own over the whole fleet', () => {
  const ids = plan('shop-day').terminals.flatMap(({ entries }) => entries.map(({ event }) => event.id));
  expect(new Set(ids).size).toBe(ids.length);
});

it('repeats and reorders batches, and delivers an offline till’s two days late and in pieces', () => {
  const whys = new Set(plan('shop-day').terminals.flatMap(({ deliveries }) => deliveries.map(({ why }) => why)));
  expect(whys).toEqual(new Set(['ordinary', 'late', 'overtaken', 'repeated']));
  const [till] = plan('offline-two-days').terminals;
  const guess = till!.entries.findIndex(({ event }) => event.type === 'tillwatch.LoginFailed.v1');
  const happened = Date.parse(till!.entries[guess]!.event.time) - start;
  const delivered = till!.deliveries.find(({ from, to }) => from <= guess && guess < to)!.at;
  expect(delivered - happened).toBeGreaterThan(36 * hourMs);
});

it('reports in heartbeats how far the clock is off, to within half the round trip', () => {
  for (const { entries, clock } of plan('ordinary-day').terminals) {
    const heartbeats = entries.filter(({ event }) => event.type === 'tillwatch.Heartbeat.v1');
    expect(heartbeats.length).toBeGreaterThan(100);
    for (const { event } of heartbeats) {
      const { clockOffsetMs, roundTripMs } = event.data as { clockOffsetMs: number; roundTripMs: number };
      const elapsed = Date.parse(event.time) - start;
      const trueError = clock.offsetMs + (elapsed * clock.driftPpm) / 1e6;
      expect(Math.abs(clockOffsetMs - trueError)).toBeLessThanOrEqual(roundTripMs / 2 + 2);
    }
  }
});

it('adds a terminal without changing what the others do', () => {
  const small = planScenario('ordinary-day', { seed: 1, start, terminals: 3 });
  const large = planScenario('ordinary-day', { seed: 1, start, terminals: 4 });
  expect(bytes({ ...large, terminals: large.terminals.slice(0, 3) })).toBe(bytes(small));
});

it('lets the last trading day end when it is told to', () => {
  const end = start + 90 * hourMs;
  expect(planScenario('shop-day', { seed: 1, start: startEndingAt('shop-day', end) }).end).toBe(end);
});

it('refuses a scenario nobody wrote and a fleet without terminals', () => {
  expect(() => plan('lunch')).toThrow('There is no scenario lunch');
  expect(() => planScenario('ordinary-day', { seed: 1, start, terminals: 0 })).toThrow(RangeError);
});

it('keeps ordinary operators below what any rule counts', () => {
  for (const seed of [1, 2]) {
    const failures = planScenario('ordinary-day', { seed, start, terminals: 30 }).terminals.flatMap(({ entries }) =>
      entries.filter(({ event }) => event.type === 'tillwatch.LoginFailed.v1').map(({ event }) => event),
    );
    expect(failures.length).toBeGreaterThan(5);
    for (const { source, time } of failures) {
      const near = failures.filter(
        (other) => other.source === source && Math.abs(Date.parse(other.time) - Date.parse(time)) <= 10 * minuteMs,
      );
      expect(near.length).toBeLessThanOrEqual(2);
    }
  }
});
