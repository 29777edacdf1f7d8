import { backoffMs } from './backoff.js';

describe('the wait before a new attempt', () => {
  it('doubles from half a second to half a minute', () => {
    expect([1, 2, 3, 6, 7, 50].map((failures) => backoffMs(failures, 1))).toEqual([
      500, 1000, 2000, 16_000, 30_000, 30_000,
    ]);
  });

  it('is spread over the upper half of its step', () => {
    expect(backoffMs(3, 0)).toBe(1000);
    expect(backoffMs(3, 0.5)).toBe(1500);
  });

  it('starts where the server asked, never below our own start or above our limit', () => {
    expect(backoffMs(1, 1, 3000)).toBe(3000);
    expect(backoffMs(1, 1, 0)).toBe(500);
    expect(backoffMs(1, 1, 600_000)).toBe(30_000);
  });
});
