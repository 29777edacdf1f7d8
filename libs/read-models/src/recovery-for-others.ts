import type { RecoveryCaseView, RecoveryStepName } from '@tillwatch/api';
import { type DecidedStep, whyForOthers } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { listOnePersonStores } from './one-person-stores.js';
import { approversOf } from './recovery-readers.js';

const decided: Partial<Record<RecoveryStepName, DecidedStep>> = {
  verify: 'verify',
  approve: 'approve',
  execute: 'execute',
  'await-reset': 'execute',
};

/** Says of each case whether its next step is another's than `by`'s to take, as it would be decided now. */
export async function withForOthers(
  db: Queryable,
  cases: readonly RecoveryCaseView[],
  by: string,
  nowMs: number,
): Promise<RecoveryCaseView[]> {
  if (cases.every(({ next }) => !next || !decided[next.step])) return [...cases];
  const [approvers, exceptions] = await Promise.all([approversOf(db, by), listOnePersonStores(db)]);
  return cases.map((recovery) => {
    const { next, storeId } = recovery;
    const step = next && decided[next.step];
    if (!step) return recovery;
    const exception = exceptions.find((one) => one.storeId === storeId);
    const facts = { approversOf: approvers, ...(exception && { exception }) };
    const forOthers = whyForOthers(step, recovery, by, { facts, nowMs });
    return { ...recovery, next: { ...next, ...(forOthers && { forOthers }) } };
  });
}
