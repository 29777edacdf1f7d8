export interface BackOff {
  firstMs: number;
  longestMs: number;
}

/** How long to wait after failure `failures` (from 1): doubles, and is drawn from the upper half, so that many spread out. */
export function backOffMs(failures: number, { firstMs, longestMs }: BackOff, draw = Math.random()): number {
  const ceiling = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return Math.round(ceiling * (0.5 + draw / 2));
}
