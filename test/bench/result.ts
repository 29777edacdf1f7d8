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

/** Medians of the rounds; the ratio is that of the two medians. */
export function resultOf({ name, unit, aimAtMost }: Figure, rounds: readonly Round[]): Result {
  const value = median(rounds.map((round) => round.value));
  const reference = median(rounds.map((round) => round.reference));
  return { name, value, unit, reference, ratio: aimAtMost === undefined ? value / reference : null };
}

/** Undefined where no floor is set. */
export function meetsFloor({ floor }: Figure, { ratio }: Result): boolean | undefined {
  return floor === undefined || ratio === null ? undefined : ratio >= floor;
}
