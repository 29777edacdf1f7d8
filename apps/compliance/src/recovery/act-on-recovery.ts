import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RecoveryCommandAnswer } from '@tillwatch/api';
import { decideRecovery, type RecoveryCommand, type RecoveryFacts } from '@tillwatch/domain';
import { decodeEvent } from '@tillwatch/events';
import { canonicalJson, CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { recoveryFromLog, type RecoveryState } from '@tillwatch/read-models';
import { appendDecision, type CommandOrigin, type DecisionDependencies, eventIdOf } from '../alerts/decisions.js';
import { keepNamed, type NamedThings } from './keep-named.js';
import { recoveryStream } from './recovery-stream.js';
import { recoveryFacts } from './registrations.js';

export class ActOnRecovery extends Command<RecoveryCommandAnswer> {
  constructor(
    readonly id: string,
    readonly command: RecoveryCommand,
    readonly origin: CommandOrigin,
    /** What the case stood at when the person decided; `revision-conflict` when it has moved on. Where they may act. */
    readonly given: { expectedRevision?: number | undefined; stores?: readonly string[] | undefined } = {},
  ) {
    super();
  }
}

const maxAttempts = 16;
/** Several people may add to a case at one moment; of two decisions one wins and the other is `revision-conflict`. */
const additions: readonly RecoveryCommand['kind'][] = [
  'add-evidence',
  'store-file',
  'read-file',
  'attempt-contact',
  'report-use',
];
const heldAgainstFacts: readonly RecoveryCommand['kind'][] = ['verify', 'approve', 'execute'];

@CommandHandler(ActOnRecovery)
export class ActOnRecoveryHandler implements ICommandHandler<ActOnRecovery> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ id, command, origin, given }: ActOnRecovery): Promise<RecoveryCommandAnswer> {
    const { store, clock } = this.of;
    const { expectedRevision, stores } = given;
    await keepNamed(this.database, stores, namedIn(command));
    const stream = recoveryStream(id);
    const isDone = await this.wasCarriedOut(stream, command, origin);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const recovery = await recoveryFromLog(store, id);
      if (isDone) return answerOf(recovery!);
      const facts = recovery ? await this.factsFor(command, recovery, origin.actor) : { approversOf: [] };
      const decided = decideRecovery(command, recovery, { by: origin.actor, facts, nowMs: clock() });
      if (!decided.ok) throw new CodedError(decided.error);
      const { revision } = recovery!;
      if (expectedRevision !== undefined && expectedRevision !== revision) break;
      const event = await appendDecision(this.of, { stream, expectedRevision: revision }, decided.value, origin);
      if (event) return answerOf((await recoveryFromLog(store, id))!);
      if (!additions.includes(command.kind)) break;
    }
    throw new CodedError(problem('revision-conflict'));
  }

  private async factsFor(command: RecoveryCommand, recovery: RecoveryState, by: string): Promise<RecoveryFacts> {
    if (!heldAgainstFacts.includes(command.kind)) return { approversOf: [] };
    return recoveryFacts(this.of.store, this.database, recovery, by);
  }

  /** The event says all that the command did, and more: what it was held against. */
  private async wasCarriedOut(
    stream: string,
    command: RecoveryCommand,
    { commandId, actor }: CommandOrigin,
  ): Promise<boolean> {
    if (commandId === undefined) return false;
    const [stored] = await this.of.store.find(stream, [eventIdOf(stream, commandId)]);
    if (!stored) return false;
    const { name, data } = decodeEvent(stored);
    const wanted = Object.entries({ ...wantedOf(command), actor });
    const isSame = ([field, value]: [string, unknown]) => canonicalJson(data[field] ?? null) === canonicalJson(value);
    if (eventsOf[command.kind].includes(name) && wanted.every(isSame)) return true;
    throw new CodedError(problem('command-id-reused', '/commandId'));
  }
}

const eventsOf: Record<RecoveryCommand['kind'], readonly string[]> = {
  'record-cause': ['RecoveryCauseRecorded'],
  'add-evidence': ['RecoveryEvidenceAdded'],
  'store-file': ['EvidenceFileStored'],
  'read-file': ['EvidenceFileRead'],
  verify: ['IdentityVerified', 'IdentityVerificationFailed'],
  approve: ['RecoveryApproved'],
  reject: ['RecoveryRejected'],
  withdraw: ['RecoveryWithdrawn'],
  execute: ['RecoveryOrdered'],
  close: ['RecoveryClosed'],
  hold: ['RecoveryHeld'],
  'release-hold': ['RecoveryHoldReleased'],
  assign: ['RecoveryAssigned'],
  'attempt-contact': ['ContactAttempted'],
  'report-use': ['UnauthorisedUseReported'],
};

function wantedOf(command: RecoveryCommand): Record<string, unknown> {
  if (command.kind === 'add-evidence') return { ...command.item };
  const { kind, confirmed, digest, ...wanted } = command as RecoveryCommand & { confirmed?: boolean; digest?: string };
  void [kind, confirmed, digest];
  return wanted;
}

/** Besides the case itself. */
function namedIn(command: RecoveryCommand): NamedThings {
  if (command.kind === 'execute') return { terminal: command.terminalId };
  return command.kind === 'report-use' ? { alert: command.alertId } : {};
}

export function answerOf({ id, status, revision }: RecoveryState): RecoveryCommandAnswer {
  return { id, status, revision };
}
