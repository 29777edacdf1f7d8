import { ClockOffset } from './clock-offset.js';

it('believes the quickest of the last eight round trips', () => {
  const offset = new ClockOffset();
  expect(offset.estimate(0, 0)).toBeUndefined();
  // The server is 5,000 ms ahead of the monotonic clock's zero; slow answers come late on the way back.
  for (const [sentAt, roundTripMs] of [
    [0, 20],
    [100, 400],
    [600, 90],
  ] as const) {
    offset.measured(sentAt, sentAt + roundTripMs, 5_000 + sentAt + 10);
  }
  expect(offset.estimate(7_000, 700)).toEqual({ clockOffsetMs: 1_300, roundTripMs: 20 });
  for (let i = 0; i < 8; i++) offset.measured(1_000 + i, 1_050 + i, 9_025 + 1_000 + i);
  expect(offset.estimate(10_000, 2_000)).toEqual({ clockOffsetMs: 10_000 - 11_000, roundTripMs: 50 });
});

it('shows a jump of the clock at once, and forgets what is older than an hour', () => {
  const offset = new ClockOffset();
  offset.measured(0, 40, 1_000_020);
  expect(offset.estimate(1_000_100, 100)).toMatchObject({ clockOffsetMs: 0 });
  expect(offset.estimate(1_000_200 + 3 * 3_600_000, 200)).toMatchObject({ clockOffsetMs: 3 * 3_600_000 });
  expect(offset.estimate(5_000_000, 3_700_000)).toBeUndefined();
});
