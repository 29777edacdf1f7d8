import type { Figure } from './benchmark.ts';
import { median, type Round } from './rounds.ts';

/** As `--json` prints it. */
export interface Result {
  name: string;
  value: number;
  unit: string;
  reference: number;
  /** Value over reference; null where the reference only accompanies the value. */
  ratio: number | null;
}

/**
 * The round in the middle, whole: by its ratio, or by its value where there is no ratio. Value and reference of a round
 * saw the same machine; a median of each alone would set values of a quiet moment beside references of a busy one.
 */
export function resultOf({ name, unit, aimAtMost }: Figure, rounds: readonly Round[]): Result {
  if (aimAtMost !== undefined) return { name, unit, ...median(rounds, (round) => round.value), ratio: null };
  const { value, reference } = median(rounds, (round) => round.value / round.reference);
  return { name, value, unit, reference, ratio: value / reference };
}

/** Undefined where no floor is set. */
export function meetsFloor({ floor }: Figure, { ratio }: Result): boolean | undefined {
  return floor === undefined || ratio === null ? undefined : ratio >= floor;
}
