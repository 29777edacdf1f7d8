import { recoverySteps, type PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type ErrorCode, type Problem, type Result } from '@tillwatch/kernel';
import { missingEvidence, type RecoveryAction, type RecoveryCase, type RecoveryStatus } from './recovery-case.js';
import { expiryOf, verificationHoldsMs } from './recovery-clocks.js';
import { eyesOn, type PeopleFacts } from './recovery-eyes.js';
import { channelFault, verificationOf, type ChannelFacts, type WantedVerification } from './recovery-verification.js';

type Wanted<Name extends RecoveryAction['name']> = Omit<PayloadOf<Name>, 'actor'>;

/** What somebody wants to do to a case. */
export type RecoveryCommand =
  | ({ kind: 'record-cause' } & Wanted<'RecoveryCauseRecorded'>)
  | { kind: 'add-evidence'; item: Wanted<'RecoveryEvidenceAdded'> }
  | ({ kind: 'store-file'; digest: string } & Wanted<'EvidenceFileStored'>)
  | ({ kind: 'read-file' } & Wanted<'EvidenceFileRead'>)
  | ({ kind: 'verify' } & WantedVerification)
  | { kind: 'approve'; comment?: string }
  | ({ kind: 'reject' } & Wanted<'RecoveryRejected'>)
  | ({ kind: 'withdraw' } & Wanted<'RecoveryWithdrawn'>)
  | { kind: 'execute'; terminalId?: string; endSessionsId: string; demandChangeId: string }
  | { kind: 'close'; comment?: string }
  | ({ kind: 'hold' } & Wanted<'RecoveryHeld'>)
  | ({ kind: 'release-hold' } & Wanted<'RecoveryHoldReleased'>)
  | ({ kind: 'assign' } & Wanted<'RecoveryAssigned'>)
  | ({ kind: 'attempt-contact' } & Wanted<'ContactAttempted'>)
  | ({ kind: 'report-use' } & Wanted<'UnauthorisedUseReported'>);

/** What the rules of people and channels are held against, read when the decision is made. */
export interface RecoveryFacts extends PeopleFacts, ChannelFacts {}

interface Moment {
  by: string;
  facts: RecoveryFacts;
  nowMs: number;
}

/** Above it a case takes only what brings it to its end. */
export const maxRecoveryActions = 500;
export const maxEvidenceItems = 50;
const maxOrders = 10;
/** Nobody keeps documents of a forgotten password for longer. */
const longestRetentionMs = 10 * 366 * 86_400_000;

const beforeApproval: readonly RecoveryStatus[] = ['requested', 'verifying'];
const live: readonly RecoveryStatus[] = [...beforeApproval, 'approved', 'executed'];

/** At which steps of a case something may be done. */
const allowedIn: Record<RecoveryCommand['kind'], readonly RecoveryStatus[] | 'always'> = {
  'record-cause': beforeApproval,
  'add-evidence': live,
  'store-file': live,
  'read-file': 'always',
  verify: beforeApproval,
  approve: ['verifying'],
  reject: beforeApproval,
  withdraw: [...beforeApproval, 'approved'],
  execute: ['approved'],
  close: ['executed'],
  assign: live,
  'attempt-contact': live,
  'report-use': 'always',
  hold: 'always',
  'release-hold': 'always',
};

/** Whether `by` may do that to the case as it is, and the event that says so. `undefined`: nothing was requested. */
export function decideRecovery(
  command: RecoveryCommand,
  recovery: RecoveryCase | undefined,
  moment: Moment,
): Result<RecoveryAction, Problem> {
  if (!recovery) return fail(problem('not-found'));
  const { nowMs } = moment;
  const allowed = allowedIn[command.kind];
  const isOver = (expiryOf(recovery) ?? Infinity) <= nowMs;
  if (allowed !== 'always' && (isOver || !allowed.includes(recovery.status))) return fail(problem('case-state'));
  if (recovery.actions >= maxRecoveryActions && !endings.includes(command.kind)) return fail(problem('limit-reached'));
  return decisions[command.kind](command as never, recovery, moment);
}

const endings: readonly RecoveryCommand['kind'][] = ['reject', 'withdraw', 'close', 'hold', 'release-hold'];

type Decision<Kind extends RecoveryCommand['kind']> = (
  command: Extract<RecoveryCommand, { kind: Kind }>,
  recovery: RecoveryCase,
  moment: Moment,
) => Result<RecoveryAction, Problem>;

const decisions: { [Kind in RecoveryCommand['kind']]: Decision<Kind> } = {
  'record-cause': (command, recovery, { by, nowMs }) => {
    if (Date.parse(command.onsetAt) > nowMs) return refuse('parameter-invalid', '/onsetAt');
    // What was verified was verified of what had been said.
    if (recovery.verification) return refuse('case-state');
    return said('RecoveryCauseRecorded', command, by);
  },
  'add-evidence': ({ item }, { evidence }, { by, nowMs }) => {
    const retainMs = Date.parse(item.retainUntil) - nowMs;
    if (item.digest === undefined && item.reference === undefined) return refuse('parameter-invalid', '/digest');
    if (retainMs <= 0 || retainMs > longestRetentionMs) return refuse('parameter-invalid', '/retainUntil');
    if (evidence.length >= maxEvidenceItems) return refuse('limit-reached');
    return ok({ name: 'RecoveryEvidenceAdded', data: { ...item, actor: by } });
  },
  'store-file': ({ digest, ...command }, { evidence }, { by }) => {
    const item = evidence.find(({ evidenceId }) => evidenceId === command.evidenceId);
    if (!item) return refuse('not-found');
    if (item.digest !== digest) return refuse('parameter-invalid', '/digest');
    return said('EvidenceFileStored', command, by);
  },
  'read-file': (command, { evidence }, { by }) => {
    const item = evidence.find(({ evidenceId }) => evidenceId === command.evidenceId);
    if (!item?.file) return refuse('not-found');
    if (!item.destroyed) return said('EvidenceFileRead', command, by);
    const { at } = item.destroyed;
    return fail(problem('evidence-destroyed', undefined, `Destroyed on ${at}: its retention had ended.`));
  },
  verify: ({ kind, ...wanted }, recovery, moment) => {
    void kind;
    if (!recovery.cause) return refuse('case-incomplete', '/cause');
    const eyes = eyesOn('verify', recovery, moment.by, moment);
    if (!eyes.ok) return eyes;
    return verificationOf(wanted, recovery, moment);
  },
  approve: (command, recovery, moment) => {
    const { by, facts, nowMs } = moment;
    const missing = whatApprovalLacks(recovery, nowMs);
    if (missing) return refuse('case-incomplete', missing);
    const eyes = eyesOn('approve', recovery, by, moment);
    if (!eyes.ok) return eyes;
    if (channelFault(recovery.channel, recovery.verification!.device, facts, nowMs)) return refuse('evidence-mismatch');
    const alone = eyes.value.alone ? { onePersonStore: true } : {};
    return said('RecoveryApproved', { ...command, ...alone }, by);
  },
  reject: (command, _, { by }) => said('RecoveryRejected', command, by),
  withdraw: (command, _, { by }) => said('RecoveryWithdrawn', command, by),
  execute: ({ terminalId, ...command }, recovery, moment) => {
    const eyes = eyesOn('execute', recovery, moment.by, moment);
    if (!eyes.ok) return eyes;
    if (recovery.orders.length >= maxOrders) return refuse('limit-reached');
    const where = { terminalId: terminalId ?? recovery.terminalId, operatorId: recovery.operatorId };
    return said('RecoveryOrdered', { ...command, ...where }, moment.by);
  },
  close: (command, { steps }, { by }) => {
    const unmet = recoverySteps.filter((step) => !steps.some((seen) => seen.step === step));
    if (unmet.length > 0 && command.comment === undefined) return refuse('case-incomplete', '/comment');
    return said('RecoveryClosed', { ...command, unmet }, by);
  },
  hold: (command, { hold }, { by }) => (hold ? refuse('wrong-state') : said('RecoveryHeld', command, by)),
  'release-hold': (command, { hold }, { by }) =>
    hold ? said('RecoveryHoldReleased', command, by) : refuse('wrong-state'),
  assign: (command, _, { by }) => said('RecoveryAssigned', command, by),
  'attempt-contact': (command, _, { by }) => said('ContactAttempted', command, by),
  'report-use': (command, _, { by, nowMs }) =>
    Date.parse(command.noticedAt) > nowMs
      ? refuse('parameter-invalid', '/noticedAt')
      : said('UnauthorisedUseReported', command, by),
};

/** Pointer to the first thing that is missing. */
function whatApprovalLacks(recovery: RecoveryCase, nowMs: number): string | undefined {
  if (!recovery.cause) return '/cause';
  const [missing] = missingEvidence(recovery);
  if (missing) return `/evidence/${missing}`;
  const { verification } = recovery;
  return verification && nowMs - Date.parse(verification.at) <= verificationHoldsMs ? undefined : '/verification';
}

function said(name: RecoveryAction['name'], command: object, actor: string): Result<RecoveryAction, Problem> {
  const { kind, ...data } = command as { kind?: string };
  void kind;
  return ok({ name, data: { ...data, actor } } as unknown as RecoveryAction);
}

function refuse(code: ErrorCode, path?: string): Result<RecoveryAction, Problem> {
  return fail(problem(code, path));
}
