/** What one round measured of one figure: the value and, right beside it in time, its reference, in the same unit. */
export interface Round {
  value: number;
  reference: number;
}

/** The item in the middle by `by`; of two in the middle the one with less. Throws `RangeError` when there is none. */
export function median<T>(items: readonly T[], by: (item: T) => number): T {
  if (items.length === 0) throw new RangeError('A median needs an item.');
  return items.toSorted((a, b) => by(a) - by(b))[Math.ceil(items.length / 2) - 1]!;
}

/** Nearest rank: the smallest value that at least `share` (0 to 1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('A percentile needs a value.');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/**
 * Runs one round that does not count (it opens connections, fills caches, lets the compiler settle), then `count` that
 * do. A round measures value and reference itself, so both see the same state of the machine.
 */
export async function inRounds<T>(count: number, round: (index: number) => Promise<T>): Promise<T[]> {
  await round(0);
  const measured: T[] = [];
  for (let index = 1; index <= count; index++) measured.push(await round(index));
  return measured;
}

/** Measures both sides of a round, in turns: whoever goes second finds a warmer machine. */
export async function bothSides(
  index: number,
  value: () => Promise<number>,
  reference: () => Promise<number>,
): Promise<Round> {
  if (index % 2 === 0) return { value: await value(), reference: await reference() };
  const referenceFirst = await reference();
  return { value: await value(), reference: referenceFirst };
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
