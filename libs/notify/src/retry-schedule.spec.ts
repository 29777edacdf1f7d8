import { pauseAfter, retryPausesMs } from './retry-schedule.js';

const hour = 3_600_000;

it('is the schedule of Standard Webhooks: ten attempts', () => {
  const pauses = Array.from({ length: 10 }, (_, index) => pauseAfter(index + 1, 0.5));
  expect(pauses).toEqual([
    5_000,
    300_000,
    1_800_000,
    2 * hour,
    5 * hour,
    10 * hour,
    14 * hour,
    20 * hour,
    24 * hour,
    undefined,
  ]);
  expect(retryPausesMs[0]).toBe(0);
});

it('strays a tenth up and down', () => {
  expect(pauseAfter(1, 0)).toBe(4_500);
  expect(pauseAfter(1, 0.999999)).toBe(5_500);
});

it('waits as long as the receiver asks, and never less than it would have', () => {
  expect(pauseAfter(1, 0.5, 60_000)).toBe(60_000);
  expect(pauseAfter(2, 0.5, 60_000)).toBe(300_000);
  expect(pauseAfter(10, 0.5, 60_000)).toBeUndefined();
});
