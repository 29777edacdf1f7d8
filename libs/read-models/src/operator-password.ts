import type { OperatorView } from '@tillwatch/api';
import { policyInForce, verdictFaults, type OperatorState } from '@tillwatch/domain';
import { instant } from './paging.js';
import type { Policies } from './policies.js';

const dayMs = 86_400_000;

/** What the policies say of an operator's password: when it is due, and where it fell short when it was set. */
export function passwordByPolicy(
  { verdict, passwordChanged, storeId }: OperatorState,
  { choices, lives }: Policies,
  { nowMs, isExempt }: { nowMs: number; isExempt: boolean },
): Pick<OperatorView['password'], 'dueAt' | 'verdict'> {
  const { rotationDays } = policyInForce(choices, lives, storeId?.value, nowMs).settings;
  const due = passwordChanged && rotationDays > 0 ? passwordChanged[0] + rotationDays * dayMs : undefined;
  if (!verdict) return due === undefined ? {} : { dueAt: instant(due) };
  const { profile, version, length, classes } = verdict.value;
  const policy = policyInForce(choices, lives, verdict.value.storeId, verdict.stamp[0]);
  return {
    ...(due !== undefined && { dueAt: instant(due) }),
    verdict: {
      ...{ profile, version, length, classes },
      inForce: { profile: policy.profile, version: policy.version },
      faults: verdictFaults(verdict.value, policy, isExempt),
    },
  };
}
