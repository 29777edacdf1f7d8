import type { Threshold } from './documents.js';

export function holds({ operator, value }: Threshold, actual: number): boolean {
  switch (operator) {
    case 'gt':
      return actual > value;
    case 'gte':
      return actual >= value;
    case 'lt':
      return actual < value;
    case 'lte':
      return actual <= value;
    case 'eq':
      return actual === value;
    case 'neq':
      return actual !== value;
  }
}

/** Whether it can stop holding because more comes: such a count is known only when its window is over. */
export function hasUpperBound({ operator }: Threshold): boolean {
  return operator !== 'gt' && operator !== 'gte';
}

/** The whole numbers that fulfil all thresholds, `neq` aside; empty when `least` is above `most`. */
export function wholeRange(thresholds: readonly Threshold[]): { least: number; most: number } {
  let [least, most] = [0, Infinity];
  for (const { operator, value } of thresholds) {
    if (operator === 'gt') least = Math.max(least, Math.floor(value) + 1);
    if (operator === 'gte' || operator === 'eq') least = Math.max(least, Math.ceil(value));
    if (operator === 'lt') most = Math.min(most, Math.ceil(value) - 1);
    if (operator === 'lte' || operator === 'eq') most = Math.min(most, Math.floor(value));
  }
  return { least, most };
}

/** Whether any number at all fulfils them, `neq` aside. */
export function isSatisfiable(thresholds: readonly Threshold[]): boolean {
  const bounds = thresholds.filter(({ operator }) => operator !== 'neq').map(({ value }) => value);
  const between = bounds.flatMap((a) => bounds.map((b) => (a + b) / 2));
  const candidates = [...bounds, ...between, ...bounds.map((value) => value - 1), ...bounds.map((value) => value + 1)];
  const others = thresholds.filter(({ operator }) => operator !== 'neq');
  return !others.length || candidates.some((candidate) => others.every((threshold) => holds(threshold, candidate)));
}
