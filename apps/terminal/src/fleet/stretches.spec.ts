import { planScenario } from './plan-scenario.js';
import { stretchesOf } from './stretches.js';

const delivery = (from: number, to: number, why: 'ordinary' | 'overtaken' | 'repeated' = 'ordinary') => ({
  at: to,
  from,
  to,
  why,
});

it('keeps what overtakes, what is overtaken and what is repeated together, and nothing else', () => {
  const stretches = stretchesOf([
    delivery(0, 2),
    delivery(0, 2, 'repeated'),
    delivery(5, 9),
    delivery(2, 5, 'overtaken'),
    delivery(9, 12),
    delivery(12, 13),
  ]);
  expect(stretches.map(({ at, to, deliveries }) => [at, to, deliveries.length])).toEqual([
    [2, 2, 2],
    [9, 9, 2],
    [12, 12, 1],
    [13, 13, 1],
  ]);
});

it('covers every plan from its first entry to its last, each stretch from where the one before ended', () => {
  const { terminals } = planScenario('shop-day', { seed: 5, start: 0 });
  for (const { deliveries, entries } of terminals) {
    let next = 0;
    for (const stretch of stretchesOf(deliveries)) {
      expect(Math.min(...stretch.deliveries.map(({ from }) => from))).toBe(next);
      next = stretch.to;
    }
    expect(next).toBe(entries.length);
  }
});
