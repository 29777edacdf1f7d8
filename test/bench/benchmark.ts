import type { Round } from './rounds.ts';
import type { Servers } from './servers.ts';

/** One line of the table. */
export interface Figure {
  name: string;
  unit: string;
  /** Least ratio that a release needs. */
  floor?: number;
  /** Ratio we want, or with `aimAtMost` the value itself, in its unit. */
  aim?: number;
  aimAtMost?: number;
}

export interface Bench {
  servers: Servers;
  /** Rounds that count. */
  rounds: number;
  /** Share of the full amount of work: 1 for a figure, less to see that everything runs. */
  scale: number;
  /** Goes to standard error. */
  say: (text: string) => void;
}

/** Figures that are measured together, by the names of their figures. */
export interface Benchmark {
  figures: readonly Figure[];
  run(bench: Bench): Promise<Record<string, Round[]>>;
}

/** Full amount times scale, as whole pieces, at least one. */
export function scaled(full: number, scale: number, piece = 1): number {
  return Math.max(1, Math.round((full * scale) / piece)) * piece;
}
