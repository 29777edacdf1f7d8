import type {
  DestructionReason,
  EvidenceKind,
  PayloadOf,
  RecoveryStep,
  ResetChannel,
  ResetFinding,
} from '@tillwatch/events';

export type RecoveryStatus =
  'requested' | 'verifying' | 'approved' | 'rejected' | 'executed' | 'closed' | 'withdrawn' | 'expired';

type PersonEventName =
  | 'RecoveryCaseRequested'
  | 'RecoveryCauseRecorded'
  | 'RecoveryEvidenceAdded'
  | 'EvidenceFileStored'
  | 'EvidenceFileRead'
  | 'PersonalDataRevealed'
  | 'IdentityVerified'
  | 'IdentityVerificationFailed'
  | 'RecoveryApproved'
  | 'RecoveryRejected'
  | 'RecoveryWithdrawn'
  | 'RecoveryOrdered'
  | 'RecoveryClosed'
  | 'RecoveryAssigned'
  | 'ContactAttempted'
  | 'UnauthorisedUseReported'
  | 'RecoveryHeld'
  | 'RecoveryHoldReleased';
type SeenEventName =
  'RecoveryOrderAnswered' | 'RecoveryResetSeen' | 'RecoveryStepSeen' | 'RecoveryExpired' | 'EvidenceFileDestroyed';

/** What somebody did, ready to append; what terminals and time did. */
export type RecoveryAction = { [N in PersonEventName]: { name: N; data: PayloadOf<N> } }[PersonEventName];
export type RecoveryObservation = { [N in SeenEventName]: { name: N; data: PayloadOf<N> } }[SeenEventName];
/** An event of the stream `recovery-<id>`. `recordedAt`: RFC 3339. */
export type RecoveryEvent = (RecoveryAction | RecoveryObservation) & { recordedAt: string };

/** Who did something and when; `Told<'RecoveryApproved'>` adds what they said. */
export type Told<Name extends PersonEventName> = Omit<PayloadOf<Name>, 'actor'> & { by: string; at: string };

export interface EvidenceItem extends Told<'RecoveryEvidenceAdded'> {
  file?: { type: string; size: number };
  /** The file is no more; what it was is in `file` and `digest`. */
  destroyed?: { at: string; reason: DestructionReason };
}

export interface RecoveryOrder extends Told<'RecoveryOrdered'> {
  answers: PayloadOf<'RecoveryOrderAnswered'>[];
}

/** What the stream `recovery-<id>` says. */
export interface RecoveryCase extends Omit<PayloadOf<'RecoveryCaseRequested'>, 'actor'> {
  id: string;
  status: RecoveryStatus;
  requested: { by: string; at: string };
  cause?: Told<'RecoveryCauseRecorded'>;
  evidence: EvidenceItem[];
  /** The last verification, while it stands. */
  verification?: Told<'IdentityVerified'>;
  failedVerifications: Told<'IdentityVerificationFailed'>[];
  approval?: Told<'RecoveryApproved'>;
  rejection?: Told<'RecoveryRejected'>;
  withdrawal?: Told<'RecoveryWithdrawn'>;
  orders: RecoveryOrder[];
  /** Every reset that terminals told of, and the one that carried the case out. */
  resets: PayloadOf<'RecoveryResetSeen'>[];
  executed?: PayloadOf<'RecoveryResetSeen'>;
  steps: { step: RecoveryStep; at: string; terminalId: string }[];
  closing?: Told<'RecoveryClosed'>;
  expiredAt?: string;
  /** While it stands no document is destroyed. */
  hold?: Told<'RecoveryHeld'>;
  assignee?: string;
  ticket?: string;
  contacts: Told<'ContactAttempted'>[];
  useReports: Told<'UnauthorisedUseReported'>[];
  /** What people did, in all. */
  actions: number;
}

/** What must be there before anybody may approve. */
export const checklists: Record<ResetChannel, readonly EvidenceKind[]> = {
  administrator: ['identity-check', 'employment-certificate'],
  vendor: ['identity-check', 'device-photo'],
  bank: ['identity-check', 'transaction-record'],
  'self-service': ['contact-confirmation'],
};

/** Kinds of evidence that are still to be handed in. */
export function missingEvidence({ channel, evidence }: Pick<RecoveryCase, 'channel' | 'evidence'>): EvidenceKind[] {
  return checklists[channel].filter((kind) => !evidence.some((item) => item.kind === kind));
}

/** A reset with one of these carried the case out, wherever it happened; the others are on record and change nothing. */
const executing: readonly ResetFinding[] = ['as-ordered', 'elsewhere', 'other-channel'];

/** Takes an event of the stream in, in place; `undefined` while nothing was requested. */
export function evolveRecovery(
  known: RecoveryCase | undefined,
  id: string,
  event: RecoveryEvent,
): RecoveryCase | undefined {
  if (event.name === 'RecoveryCaseRequested') return requested(id, event.data, event.recordedAt);
  // What somebody was shown of it is in its stream and changes nothing.
  if (!known || event.name === 'PersonalDataRevealed') return known;
  if ('actor' in event.data) {
    known.actions += 1;
    act(known, event as RecoveryAction & { recordedAt: string });
  } else see(known, event as RecoveryObservation & { recordedAt: string });
  return known;
}

function requested(id: string, { actor, ...data }: PayloadOf<'RecoveryCaseRequested'>, at: string): RecoveryCase {
  const lists = {
    evidence: [],
    failedVerifications: [],
    orders: [],
    resets: [],
    steps: [],
    contacts: [],
    useReports: [],
  };
  return { id, status: 'requested', ...data, requested: { by: actor, at }, ...lists, actions: 1 };
}

function act(known: RecoveryCase, event: RecoveryAction & { recordedAt: string }): void {
  const told = <Name extends PersonEventName>({ actor, ...data }: PayloadOf<Name>) =>
    ({ ...data, by: actor, at: event.recordedAt }) as Told<Name>;
  switch (event.name) {
    case 'RecoveryCauseRecorded':
      known.cause = told<typeof event.name>(event.data);
      return;
    case 'RecoveryEvidenceAdded':
      known.evidence.push(told<typeof event.name>(event.data));
      return;
    case 'EvidenceFileStored':
      return fileStored(known, event.data);
    case 'IdentityVerified':
      known.status = 'verifying';
      known.verification = told<typeof event.name>(event.data);
      return;
    case 'IdentityVerificationFailed':
      known.status = 'verifying';
      delete known.verification;
      known.failedVerifications.push(told<typeof event.name>(event.data));
      return;
    case 'RecoveryOrdered':
      known.orders.push({ ...told<typeof event.name>(event.data), answers: [] });
      return;
    case 'RecoveryAssigned':
      return assign(known, event.data);
    case 'ContactAttempted':
      known.contacts.push(told<typeof event.name>(event.data));
      return;
    case 'UnauthorisedUseReported':
      known.useReports.push(told<typeof event.name>(event.data));
      return;
    case 'RecoveryHeld':
      known.hold = told<typeof event.name>(event.data);
      return;
    case 'RecoveryHoldReleased':
      delete known.hold;
      return;
    default:
      decide(known, event);
  }
}

function decide(known: RecoveryCase, { name, data, recordedAt: at }: RecoveryAction & { recordedAt: string }): void {
  const { actor: by, ...said } = data;
  const told = { ...said, by, at };
  if (name === 'RecoveryApproved') Object.assign(known, { status: 'approved', approval: told });
  else if (name === 'RecoveryRejected') Object.assign(known, { status: 'rejected', rejection: told });
  else if (name === 'RecoveryWithdrawn') Object.assign(known, { status: 'withdrawn', withdrawal: told });
  else if (name === 'RecoveryClosed') Object.assign(known, { status: 'closed', closing: told });
}

function fileStored(known: RecoveryCase, { evidenceId, type, size }: PayloadOf<'EvidenceFileStored'>): void {
  const item = known.evidence.find((one) => one.evidenceId === evidenceId);
  if (item) item.file = { type, size };
}

function destroyed(known: RecoveryCase, { digest, reason }: PayloadOf<'EvidenceFileDestroyed'>, at: string): void {
  for (const item of known.evidence) if (item.digest === digest && item.file) item.destroyed = { at, reason };
}

function assign(known: RecoveryCase, { assignee, ticket }: PayloadOf<'RecoveryAssigned'>): void {
  delete known.assignee;
  delete known.ticket;
  Object.assign(known, assignee === undefined ? {} : { assignee }, ticket === undefined ? {} : { ticket });
}

function see(known: RecoveryCase, event: RecoveryObservation & { recordedAt: string }): void {
  if (event.name === 'RecoveryExpired') {
    known.status = 'expired';
    known.expiredAt = event.data.at;
  } else if (event.name === 'RecoveryStepSeen') done(known, event.data);
  else if (event.name === 'EvidenceFileDestroyed') destroyed(known, event.data, event.recordedAt);
  else if (event.name === 'RecoveryResetSeen') {
    known.resets.push(event.data);
    if (known.status !== 'approved' || !executing.includes(event.data.finding)) return;
    known.status = 'executed';
    known.executed = event.data;
  } else {
    const { commandId, outcome, at, terminalId } = event.data;
    const order = known.orders.find((one) => one.endSessionsId === commandId || one.demandChangeId === commandId);
    order?.answers.push(event.data);
    if (order?.endSessionsId === commandId && outcome === 'done')
      done(known, { step: 'sessions-ended', at, terminalId });
  }
}

function done(known: RecoveryCase, { step, at, terminalId }: { step: RecoveryStep; at: string; terminalId: string }) {
  if (!known.steps.some((one) => one.step === step)) known.steps.push({ step, at, terminalId });
}
