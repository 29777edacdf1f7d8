/** Waits between tries: doubles from the first to the longest, each drawn from the upper half (so a fleet spreads out). */
const firstMs = 200;
const defaultLongestMs = 30_000;

/**
 * How long to wait before try `attempt` + 1 (`attempt` from 1), ms; never less than the server asked for.
 * `draw`: in [0, 1).
 */
export function backoffMs(attempt: number, draw: number, retryAfterMs = 0, longestMs = defaultLongestMs): number {
  const ceiling = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  return retryAfterMs + Math.round(ceiling * (0.5 + draw / 2));
}

const longestAskedMs = 300_000;

/** `Retry-After` (RFC 9110 10.2.3): seconds or an HTTP date; 0 when there is none to read; at most five minutes. */
export function retryAfterMs(header: string | null, now: number): number {
  if (!header) return 0;
  const asked = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), longestAskedMs);
}
