import type { CounterView } from '@tillwatch/api';

/** Sums of one step of the chart; `start` in ms. */
export interface Step {
  start: number;
  succeeded: number;
  failed: number;
  other: number;
  alerts: number;
}

const minuteMs = 60_000;
/** As many bars as can be told apart. */
const maxSteps = 120;

/** Minutes per bar when `hours` are shown: 1, 3, 12. */
export function stepMinutes(hours: number): number {
  return Math.ceil((hours * 60) / maxSteps);
}

/** The last `hours` up to `now` in equal steps aligned to the clock, silent ones as nothing, oldest first. */
export function stepsOf(counters: CounterView[], now: number, hours: number): Step[] {
  const stepMs = stepMinutes(hours) * minuteMs;
  const count = Math.round((hours * 60 * minuteMs) / stepMs);
  const first = Math.floor(now / stepMs) * stepMs - (count - 1) * stepMs;
  const steps = Array.from({ length: count }, (_, index) => ({
    start: first + index * stepMs,
    succeeded: 0,
    failed: 0,
    other: 0,
    alerts: 0,
  }));
  for (const counter of counters) {
    const step = steps[Math.floor((Date.parse(counter.minute) - first) / stepMs)];
    if (!step) continue;
    step.succeeded += counter.succeeded;
    step.failed += counter.failed;
    step.other += counter.locked + counter.reset + counter.other;
    step.alerts += counter.alerts;
  }
  return steps;
}

/** All steps in one. */
export function sumOf(steps: Step[]): Omit<Step, 'start'> {
  const sum = { succeeded: 0, failed: 0, other: 0, alerts: 0 };
  for (const step of steps) {
    sum.succeeded += step.succeeded;
    sum.failed += step.failed;
    sum.other += step.other;
    sum.alerts += step.alerts;
  }
  return sum;
}
