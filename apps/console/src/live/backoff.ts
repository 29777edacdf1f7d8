const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before the next attempt: "equal jitter", anywhere between half a step and the step, the step doubling
 * from half a second (or what the server's `retry:` asked for) to half a minute.
 *
 * `failures` counts attempts in a row that brought nothing, from 1; `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number, askedMs: number = firstMs): number {
  const step = Math.min(longestMs, Math.max(firstMs, askedMs) * 2 ** Math.min(failures - 1, 16));
  return Math.round(step / 2 + (step / 2) * random);
}
