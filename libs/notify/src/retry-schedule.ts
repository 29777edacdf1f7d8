const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses before the attempts of one delivery, as Standard Webhooks recommends: ten attempts over a good three days. */
export const retryPausesMs: readonly number[] = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Of a pause, up and down, so that what failed together does not come back together. */
const jitter = 0.1;

/**
 * How long to wait after a failure, ms; `undefined` when that was the last attempt. `failures` counts from 1, `random` is in
 * [0, 1), `askedMs` is the patience the receiver asked for, which lengthens a pause and never shortens one.
 */
export function pauseAfter(
  failures: number,
  random: number,
  askedMs = 0,
  pausesMs: readonly number[] = retryPausesMs,
): number | undefined {
  const pauseMs = pausesMs[failures];
  if (pauseMs === undefined) return undefined;
  return Math.max(Math.round(pauseMs * (1 - jitter + 2 * jitter * random)), askedMs);
}
