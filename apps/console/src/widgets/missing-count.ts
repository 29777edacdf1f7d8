import type { GapView } from '@tillwatch/api';

/** How many events these gaps still lack. */
export function missingCount(gaps: readonly Pick<GapView, 'missing'>[]): number {
  return gaps.flatMap((gap) => gap.missing).reduce((sum, [from, to]) => sum + to - from + 1, 0);
}
