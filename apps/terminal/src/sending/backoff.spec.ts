import { backoffMs, retryAfterMs } from './backoff.js';

it('doubles from try to try, up to half a minute, drawn from the upper half', () => {
  expect([1, 2, 3].map((attempt) => backoffMs(attempt, 1))).toEqual([200, 400, 800]);
  expect(backoffMs(3, 0)).toBe(400);
  expect(backoffMs(40, 1)).toBe(30_000);
  expect(backoffMs(40, 1, 0, 1_000)).toBe(1_000);
});

it('never comes back before the server asked', () => {
  expect(backoffMs(1, 0, 5_000)).toBeGreaterThanOrEqual(5_000);
});

it('reads Retry-After as seconds or as a date, never longer than five minutes', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  expect(retryAfterMs('2', now)).toBe(2_000);
  expect(retryAfterMs('Sun, 01 Mar 2026 00:00:03 GMT', now)).toBe(3_000);
  expect(retryAfterMs('Sun, 01 Mar 2020 00:00:03 GMT', now)).toBe(0);
  expect(retryAfterMs('soon', now)).toBe(0);
  expect(retryAfterMs(null, now)).toBe(0);
  expect(retryAfterMs('999999', now)).toBe(300_000);
});
