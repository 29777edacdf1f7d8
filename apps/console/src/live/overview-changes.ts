import type { CounterView, OverviewView } from '@tillwatch/api';

const keptMs = 24 * 3_600_000;

/** Puts one minute's new counts in place, and drops minutes that are more than a day older than the newest. */
export function withCounter(overview: OverviewView, counter: CounterView): OverviewView {
  const others = overview.counters.filter((other) => other.minute !== counter.minute);
  const after = others.findIndex((other) => other.minute > counter.minute);
  const counters = others.toSpliced(after < 0 ? others.length : after, 0, counter);
  const oldest = Date.parse(counters.at(-1)?.minute ?? counter.minute) - keptMs;
  return { ...overview, counters: counters.filter((other) => Date.parse(other.minute) > oldest) };
}

/** A row at `position` has been seen, so the log reaches at least there and the read models have taken it in. */
export function withPosition(overview: OverviewView, position: number): OverviewView {
  const { log, readModels } = overview.position;
  if (position <= readModels) return overview;
  return { ...overview, position: { log: Math.max(log, position), readModels: position } };
}
