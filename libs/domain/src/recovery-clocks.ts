import { missingEvidence, type RecoveryCase } from './recovery-case.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long people have for each step, from the one before. */
export const recoverySlas = {
  verifyMs: 8 * hourMs,
  approveMs: 4 * hourMs,
  executeMs: 8 * hourMs,
  closeMs: 3 * dayMs,
} as const;

/** Who is not verified and approved by then asks again; an approval holds for a day. */
export const requestHoldsMs = 7 * dayMs;
export const approvalHoldsMs = dayMs;
/** Older ones do not carry an approval: R16 looks back as far. */
export const verificationHoldsMs = dayMs;

export type RecoveryStepName =
  'record-cause' | 'verify' | 'add-evidence' | 'approve' | 'execute' | 'await-reset' | 'close';

/** What is to be done next and by when (ms since 1970); `undefined` when the case is over. */
export function nextStep(recovery: RecoveryCase): { step: RecoveryStepName; dueAt: number } | undefined {
  const { status, requested, cause, verification, approval, orders, executed } = recovery;
  if (status === 'requested' || status === 'verifying') {
    if (cause && verification && missingEvidence(recovery).length === 0)
      return { step: 'approve', dueAt: Date.parse(verification.at) + recoverySlas.approveMs };
    const step = !cause ? 'record-cause' : missingEvidence(recovery).length > 0 ? 'add-evidence' : 'verify';
    return { step, dueAt: Date.parse(requested.at) + recoverySlas.verifyMs };
  }
  if (status === 'approved') {
    const dueAt = Date.parse(approval!.at) + recoverySlas.executeMs;
    return { step: orders.length === 0 ? 'execute' : 'await-reset', dueAt };
  }
  return status === 'executed' ? { step: 'close', dueAt: Date.parse(executed!.at) + recoverySlas.closeMs } : undefined;
}

/** When it is over without anybody's doing, ms since 1970; `undefined` when it never is. */
export function expiryOf({ status, requested, approval }: RecoveryCase): number | undefined {
  if (status === 'approved') return Date.parse(approval!.at) + approvalHoldsMs;
  return status === 'requested' || status === 'verifying' ? Date.parse(requested.at) + requestHoldsMs : undefined;
}
