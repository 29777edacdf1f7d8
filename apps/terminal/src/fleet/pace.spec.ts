import { hourMs, minuteMs } from './durations.js';
import { paceDeliveries, rateLimit, turnstile } from './pace.js';
import type { PlannedTerminal } from './perform-till.js';

const leavingAt = (...times: number[]): Pick<PlannedTerminal, 'deliveries'> => ({
  deliveries: times.map((at) => ({ at, from: 0, to: 1, why: 'ordinary' })),
});
const fleet = { terminals: [leavingAt(0, 2 * minuteMs), leavingAt(minuteMs, 48 * hourMs)] as PlannedTerminal[] };

it('runs the plan faster than life and cuts the silence of a night to ten minutes', () => {
  const pace = paceDeliveries(fleet, 60);
  expect([...pace]).toEqual([
    [0, 0],
    [minuteMs, 1_000],
    [2 * minuteMs, 2_000],
    [48 * hourMs, 12_000],
  ]);
});

it('waits for nothing at speed 0', () => {
  expect(new Set(paceDeliveries(fleet, 0).values())).toEqual(new Set([0]));
});

it('spreads events evenly over the seconds', () => {
  const reserve = rateLimit(100);
  expect([reserve(50, 0), reserve(50, 0), reserve(50, 2_000)]).toEqual([0, 500, 0]);
  const unlimited = rateLimit(0);
  expect([unlimited(1_000, 0), unlimited(1_000, 0)]).toEqual([0, 0]);
});

it('lets only so many through at once, the others in their order', async () => {
  const gate = turnstile(1);
  const entered: number[] = [];
  await gate.enter();
  const others = [1, 2].map(async (name) => {
    await gate.enter();
    entered.push(name);
  });
  await Promise.resolve();
  expect(entered).toEqual([]);
  gate.leave();
  gate.leave();
  await Promise.all(others);
  expect(entered).toEqual([1, 2]);
});
