import { hourMs, minuteMs, secondMs, tradingDayMs } from './durations.js';
import type { Random } from './random.js';
import type { Stage } from './stage.js';
import { failure, session, type Till } from './till.js';

/** Which day, and who works on it. */
export interface Day {
  /** When it opens, ms since the plan's start. */
  opens: number;
  /** In the morning, and in the evening. */
  staff: readonly [string, string];
  random: Random;
}

/**
 * A trading day of one till: a morning and an evening shift, breaks, honest forgetting. At most two failures in a row and
 * at most one such slip an hour, so no rule that counts failures has anything to find.
 */
export function ordinaryDay(
  stage: Stage,
  till: Till,
  {
    opens = stage.dayOpens,
    staff: [morning, evening] = [stage.operator(), stage.operator()],
    random = stage.random.fork(till.id),
  }: Partial<Day> = {},
): void {
  const closes = opens + tradingDayMs;
  const handover = opens + 7 * hourMs + random.between(-20, 20) * minuteMs;
  shift(till, morning, random, { from: opens + 5 * minuteMs, to: handover });
  shift(till, evening, random, { from: handover + 3 * minuteMs, to: closes - 5 * minuteMs });
  if (random.chance(0.25)) brieflyOffline(opens, till, random);
}

function shift(till: Till, operatorId: string, random: Random, { from, to }: { from: number; to: number }): void {
  let at = from + random.between(0, 120) * secondMs;
  while (at < to - hourMs) {
    at = slips(till, operatorId, random, at);
    const leaves = Math.min(at + random.between(70, 150) * minuteMs, to);
    const last = leaves === to;
    session(till, operatorId, {
      from: at,
      to: leaves,
      reason: last ? 'closing' : random.chance(0.2) ? 'idle' : 'operator',
    });
    at = leaves + random.between(8, 30) * minuteMs;
  }
}

/** Zero to two failures before a login; returns when the right password is typed. */
function slips(till: Till, operatorId: string, random: Random, from: number): number {
  const count = random.chance(0.2) ? (random.chance(0.25) ? 2 : 1) : 0;
  let at = from;
  for (let i = 0; i < count; i++) {
    failure(till, operatorId, at);
    at += random.between(6, 25) * secondMs;
  }
  return at;
}

function brieflyOffline(opens: number, till: Till, random: Random): void {
  const from = opens + random.between(60, 600) * minuteMs;
  till.outages.push({ from, to: from + random.between(10, 45) * minuteMs });
}
