import type { ResolutionReason } from '@tillwatch/events';

/** Of corrected event time, up to the instant asked about. */
export const scorecardDays = 30;
/** Judged alerts below which nothing is said of a rule. */
export const minSample = 5;
const keepFrom = 0.8;
const retireBelow = 0.1;

export type Verdict = 'keep' | 'tune' | 'retire' | 'too-few';

export interface Judgement {
  /** Alerts somebody judged: true positives, benign and false positives. */
  sample: number;
  /** Share of true positives among them; absent when there are none. */
  precision?: number;
  verdict: Verdict;
}

/**
 * What a rule is worth by how its alerts were resolved. Benign ones cost somebody's time as false ones do; a duplicate or
 * a test says nothing of the rule.
 */
export function judge(resolved: Record<ResolutionReason, number>): Judgement {
  const right = resolved['true-positive'];
  const sample = right + resolved.benign + resolved['false-positive'];
  if (sample === 0) return { sample, verdict: 'too-few' };
  const precision = right / sample;
  return { sample, precision, verdict: sample < minSample ? 'too-few' : verdictOf(precision) };
}

function verdictOf(precision: number): Verdict {
  if (precision >= keepFrom) return 'keep';
  return precision < retireBelow ? 'retire' : 'tune';
}
