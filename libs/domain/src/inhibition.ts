import type { Alert } from './alert.js';

/** While an alert of `by` is open or acknowledged, those of `holds` in its store are told to nobody: it is their cause. */
export const inhibitions = [{ by: 'R8', holds: ['R1', 'R2', 'R3', 'R7'] }] as const;

export type Inhibitor = Pick<Alert, 'id' | 'rule' | 'storeId'>;

/** The alert that holds this one back, if any of `open` does: the smallest id, so that everybody names the same. */
export function inhibitorOf(
  { rule, storeId }: Pick<Alert, 'rule' | 'storeId'>,
  open: readonly Inhibitor[],
): string | undefined {
  if (storeId === undefined) return undefined;
  const by = inhibitions.filter(({ holds }) => holds.some((held) => held === rule)).map((inhibition) => inhibition.by);
  return open
    .filter((other) => other.storeId === storeId && by.some((name) => name === other.rule))
    .map(({ id }) => id)
    .sort()[0];
}

export function isInhibitor(rule: string): boolean {
  return inhibitions.some(({ by }) => by === rule);
}
