import type { PlannedFleet } from './plan-scenario.js';
import { minuteMs } from './durations.js';

/** Stretches in which the whole fleet is silent (nights) are cut to this. */
const longestSilenceMs = 10 * minuteMs;

/**
 * When each delivery leaves, ms after sending began, with the plan's time running `speed` times as fast as ours and
 * silences cut. Keyed by the plan's time of departure. `speed` 0: everything at once.
 */
export function paceDeliveries({ terminals }: Pick<PlannedFleet, 'terminals'>, speed: number): Map<number, number> {
  const departures = new Set(terminals.flatMap(({ deliveries }) => deliveries.map(({ at }) => at)));
  const pace = new Map<number, number>();
  let elapsedMs = 0;
  let previous: number | undefined;
  for (const at of [...departures].sort((one, other) => one - other)) {
    if (previous !== undefined && speed > 0) elapsedMs += Math.min(at - previous, longestSilenceMs) / speed;
    pace.set(at, elapsedMs);
    previous = at;
  }
  return pace;
}

/** Spreads events evenly: `reserve(count, now)` answers how long to wait before sending them, ms. Rate 0: no limit. */
export function rateLimit(eventsPerSecond: number): (count: number, now: number) => number {
  let freeAt = 0;
  return (count, now) => {
    if (eventsPerSecond <= 0) return 0;
    const startsAt = Math.max(freeAt, now);
    freeAt = startsAt + (count * 1_000) / eventsPerSecond;
    return startsAt - now;
  };
}

/** At most `limit` holders at a time; the others wait their turn. */
export function turnstile(limit: number): { enter(): Promise<void>; leave(): void } {
  let free = limit;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else free++;
    },
  };
}
