import type { PayloadOf, RecoveryStep, ResetFinding } from '@tillwatch/events';
import type { RecoveryCase, RecoveryObservation } from './recovery-case.js';
import { expiryOf } from './recovery-clocks.js';

type FactName = 'PasswordReset' | 'PasswordChanged' | 'FactorEnrolled' | 'LoggedOut' | 'CommandAcknowledged';

/** An event of a terminal that may have to do with a case. `at`: corrected time, RFC 3339. */
export type TerminalFact = { [N in FactName]: { name: N; data: PayloadOf<N> } }[FactName] & {
  terminalId: string;
  eventId: string;
  at: string;
};

/** Resets that a case keeps; more of them are the rules' business. */
const maxResets = 20;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What a terminal's event says of a case of the same operator; `undefined`: nothing new. */
export function observeRecovery(recovery: RecoveryCase, fact: TerminalFact): RecoveryObservation | undefined {
  if (fact.name === 'CommandAcknowledged') return answer(recovery, fact);
  if (fact.name === 'PasswordReset') return resetSeen(recovery, fact);
  return stepSeen(recovery, fact);
}

/** What time says of a case: it is over when nobody finished it. */
export function expireRecovery(recovery: RecoveryCase, nowMs: number): RecoveryObservation | undefined {
  const at = expiryOf(recovery);
  if (at === undefined || at > nowMs) return undefined;
  return { name: 'RecoveryExpired', data: { at: new Date(at).toISOString() } };
}

function answer(
  { orders }: RecoveryCase,
  { data, terminalId, at }: TerminalFact & { name: 'CommandAcknowledged' },
): RecoveryObservation | undefined {
  const commandId = data.commandId.toLowerCase();
  const order = orders.find((one) => one.endSessionsId === commandId || one.demandChangeId === commandId);
  if (!order || order.terminalId !== terminalId || order.answers.some((one) => one.commandId === commandId)) return;
  const { outcome, reason } = data;
  const why = reason === undefined ? {} : { reason };
  return { name: 'RecoveryOrderAnswered', data: { terminalId, commandId, outcome, at, ...why } };
}

function resetSeen(
  recovery: RecoveryCase,
  { data, terminalId, eventId, at }: TerminalFact & { name: 'PasswordReset' },
): RecoveryObservation | undefined {
  const { id, resets, requested } = recovery;
  if (resets.length >= maxResets || resets.some((one) => one.eventId === eventId)) return;
  if (Date.parse(at) < Date.parse(requested.at)) return;
  const { caseId, channel, actor: by, temporary } = data;
  // A till names a case as people there call it; what looks like one of ours must be ours.
  if (caseId !== undefined && UUID.test(caseId) && caseId.toLowerCase() !== id) return;
  const finding = findingOf(recovery, { at, terminalId, channel, temporary });
  if (!finding) return;
  return { name: 'RecoveryResetSeen', data: { terminalId, eventId, at, finding, channel, by, temporary } };
}

function findingOf(
  { status, approval, channel, orders }: RecoveryCase,
  reset: Pick<PayloadOf<'RecoveryResetSeen'>, 'at' | 'terminalId' | 'channel' | 'temporary'>,
): ResetFinding | undefined {
  if (status === 'executed') return 'again';
  if (status === 'requested' || status === 'verifying') return 'before-approval';
  if (status !== 'approved') return undefined;
  const at = Date.parse(reset.at);
  if (at < Date.parse(approval!.at)) return 'before-approval';
  if (!reset.temporary) return 'not-temporary';
  if (reset.channel !== channel) return 'other-channel';
  const wasOrdered = orders.some((order) => order.terminalId === reset.terminalId && Date.parse(order.at) <= at);
  return wasOrdered ? 'as-ordered' : 'elsewhere';
}

const stepOf = {
  PasswordChanged: 'password-changed',
  FactorEnrolled: 'factor-enrolled',
  LoggedOut: 'sessions-ended',
} as const satisfies Partial<Record<FactName, RecoveryStep>>;

function stepSeen(
  { status, executed, steps }: RecoveryCase,
  { name, terminalId, eventId, at }: TerminalFact & { name: keyof typeof stepOf },
): RecoveryObservation | undefined {
  const step = stepOf[name];
  if (status !== 'executed' || Date.parse(at) < Date.parse(executed!.at)) return;
  if (steps.some((seen) => seen.step === step)) return;
  return { name: 'RecoveryStepSeen', data: { terminalId, eventId, at, step } };
}
