import { backOffMs } from './back-off.js';

const limits = { firstMs: 200, longestMs: 30_000 };

it('doubles up to the longest wait, each drawn from the upper half', () => {
  expect([1, 2, 3].map((failures) => backOffMs(failures, limits, 0))).toEqual([100, 200, 400]);
  expect([1, 2, 3].map((failures) => backOffMs(failures, limits, 1))).toEqual([200, 400, 800]);
  expect(backOffMs(1_000_000, limits, 1)).toBe(30_000);
});
