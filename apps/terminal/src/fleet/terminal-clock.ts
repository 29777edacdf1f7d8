import { rfc3339 } from '../agent/rfc3339.js';
import type { Random } from './random.js';

/** A terminal's own clock: wrong by `offsetMs` when the plan starts, and wronger by `driftPpm` microseconds a second. */
export interface TerminalClock {
  offsetMs: number;
  driftPpm: number;
}

/** Crystals of tills: up to 20 ppm. One in five was set by hand and is off by up to 40 s; the others follow NTP. */
export function drawClock(random: Random): TerminalClock {
  const farthestMs = random.chance(0.2) ? 40_000 : 1_500;
  return { offsetMs: random.between(-farthestMs, farthestMs), driftPpm: random.between(-20, 20) };
}

/** Terminal minus true time after `elapsedMs` of the plan, ms. */
export function errorOf(clock: TerminalClock, elapsedMs: number): number {
  return Math.round(clock.offsetMs + (elapsedMs * clock.driftPpm) / 1e6);
}

/** China's zone, minutes east of UTC. */
export const chinaMinutes = 480;

/** RFC 3339 in China's zone, as the tills of these shops write it. `at`: ms since 1970. */
export function chinaTime(at: number): string {
  return rfc3339(at, chinaMinutes);
}
