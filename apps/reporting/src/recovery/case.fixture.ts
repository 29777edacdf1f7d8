import type { ProjectedEvent } from '@tillwatch/read-models';
import { acknowledged, commandOf, eventOf, platformEventOf } from '../reporting.contract.js';

export const caseId = '00000000-0000-4000-8000-0000000000ca';
const evidenceId = '00000000-0000-4000-8000-0000000000e1';

/** `zhao` says who may decide alone in `s-kiosk`, and says so again. */
export function onePersonAt(position: number, at: number, person: string): ProjectedEvent {
  const data = { actor: 'zhao', storeId: 's-kiosk', person, reason: 'a kiosk', until: new Date(at).toISOString() };
  return platformEventOf(position, 'OnePersonStoreRegistered', {
    stream: 'one-person-k',
    at,
    revision: position,
    data,
  });
}

/** Every kind of answer about the case of operator `o-1` has something to say; from `position` on, at most 30 events. */
export function lifeOfCase(position: number, at: number, alertId: string): ProjectedEvent[] {
  const when = new Date(at).toISOString();
  const actor = 'li.na';
  let revision = 0;
  let next = position;
  const said = (name: string, data: Record<string, unknown>) =>
    platformEventOf(next++, name, { stream: `recovery-${caseId}`, at, revision: revision++, data });
  const device = { model: 'P-400', serial: 'SN-1' };
  const requested = [
    said('RecoveryCaseRequested', {
      ...{ actor, channel: 'vendor', operatorId: 'o-1', account: 'wang', terminalId: 't-1', storeId: 's-1' },
      ...{ reason: 'forgot', attestation: '2026-1', alertId },
    }),
    said('RecoveryCauseRecorded', { actor, cause: 'long-unused', onsetAt: when, comment: 'leave' }),
    said('RecoveryEvidenceAdded', {
      ...{ actor, evidenceId, kind: 'identity-check', digest: 'a'.repeat(64), custodian: 'zhao', retainUntil: when },
    }),
    said('EvidenceFileStored', { actor, evidenceId, type: 'image/png', size: 9 }),
    said('IdentityVerificationFailed', { actor: 'zhao', channel: 'vendor', device, fault: 'device-mismatch' }),
    said('IdentityVerified', { actor: 'zhao', channel: 'vendor', device, reference: 'call 7', comment: 'by phone' }),
    said('ContactAttempted', { actor, party: 'vendor', means: 'phone', reached: true, comment: 'line 2' }),
    said('UnauthorisedUseReported', { actor, noticedAt: when, description: 'a refund', alertId }),
    said('RecoveryAssigned', { actor, assignee: 'zhao', ticket: 'V-7' }),
    said('RecoveryApproved', { actor: 'zhao', onePersonStore: true, comment: 'known here' }),
  ];
  const order = commandOf(next++, { at, command: 'end-sessions', operatorId: 'o-1' });
  const { commandId } = acknowledged(order.position);
  const seen = { terminalId: 't-1', eventId: evidenceId, at: when };
  return [
    ...requested,
    { ...order, revision: 90 },
    said('RecoveryOrdered', {
      ...{ actor: 'zhao', operatorId: 'o-1', terminalId: 't-1', endSessionsId: commandId, demandChangeId: evidenceId },
    }),
    eventOf(next++, 'PasswordReset', {
      at,
      operator: 'o-1',
      data: { channel: 'vendor', actor: 'desk', temporary: true },
    }),
    said('RecoveryOrderAnswered', { terminalId: 't-1', commandId, outcome: 'done', at: when, reason: 'late' }),
    said('RecoveryResetSeen', { ...seen, finding: 'as-ordered', channel: 'vendor', by: 'desk', temporary: true }),
    said('RecoveryStepSeen', { ...seen, step: 'password-changed' }),
    said('PersonalDataRevealed', {
      ...{ actor: 'mei', thing: 'recovery-case', id: caseId, field: '/contacts/0/comment', reason: 'to call back' },
    }),
  ];
}
