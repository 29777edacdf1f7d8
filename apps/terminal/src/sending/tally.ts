import type { IntakeResult } from '@tillwatch/api';

/** What came of everything sent. `problems` holds the first few results that should not be. */
export interface Tally {
  batches: number;
  events: number;
  stored: number;
  duplicates: number;
  conflicts: number;
  rejected: number;
  retries: number;
  problems: IntakeResult[];
}

const problemsKept = 20;

export function emptyTally(): Tally {
  return { batches: 0, events: 0, stored: 0, duplicates: 0, conflicts: 0, rejected: 0, retries: 0, problems: [] };
}

/**
 * Adds one answer. Counts from the results, not from the totals beside them, and throws when the answer does not tell
 * of exactly the events that were sent, in their order: then nothing may be taken for stored.
 */
export function addAnswer(
  tally: Tally,
  sentIds: readonly string[],
  { results }: { results: readonly IntakeResult[] },
): void {
  if (results.length !== sentIds.length || results.some(({ id }, index) => id !== sentIds[index])) {
    throw new Error(`The answer tells of other events than the ${sentIds.length} that were sent.`);
  }
  tally.batches++;
  tally.events += results.length;
  for (const result of results) {
    if (result.status === 'stored') tally.stored++;
    else if (result.status === 'duplicate') tally.duplicates++;
    else {
      if (result.status === 'conflict') tally.conflicts++;
      else tally.rejected++;
      if (tally.problems.length < problemsKept) tally.problems.push(result);
    }
  }
}

/** True when every event is in the log as it was sent. */
export function allStored({ conflicts, rejected }: Tally): boolean {
  return conflicts === 0 && rejected === 0;
}
