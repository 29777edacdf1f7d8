/** Where a record stands in the log. A real server's are byte offsets: 64 bit, increasing, with gaps nobody can predict. */
export interface LogPosition {
  commit: bigint;
  prepare: bigint;
}

/** Beyond 2^53 and odd, so that nobody gets away with keeping one in a number. */
const FIRST = 9_007_199_254_740_993n;
const STEP = 4_096n;
/** What a server says where it gives no position: -1 as unsigned. */
export const NO_POSITION = 18_446_744_073_709_551_615n;

/** `dense` counts the rows of the log from 1. Every fifth record is as one of an explicit transaction: prepared before it committed. */
export function positionOf(dense: number): LogPosition {
  const commit = FIRST + BigInt(dense) * STEP + BigInt((dense * 2_654_435) % 4_001);
  return { commit, prepare: dense % 5 === 0 ? commit - 64n : commit };
}

/** `undefined` when no record stands exactly there, as a real server refuses such a position. */
export function denseOf({ commit, prepare }: LogPosition): number | undefined {
  if (commit === 0n && prepare === 0n) return 0;
  const dense = Number((commit - FIRST) / STEP);
  const exact = positionOf(dense);
  return dense > 0 && exact.commit === commit && exact.prepare === prepare ? dense : undefined;
}
