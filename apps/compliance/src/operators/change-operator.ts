import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OperatorCommandAnswer } from '@tillwatch/api';
import {
  completeCommand,
  decideOperatorRegistry,
  evolveRegistry,
  isOperatorId,
  type RegistryChange,
  type OperatorRegistryCommand,
  registrationOf,
  registryDecision,
  type RegistryEntry,
} from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { maxPersonId, maxReference, maxSentence } from '../alerts/alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from '../alerts/decisions.js';
import { entryFromLog, operatorStream } from './operator-stream.js';

export class ChangeOperator extends Command<OperatorCommandAnswer> {
  constructor(
    readonly operatorId: string,
    readonly command: OperatorRegistryCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Of two changes to one registration at one moment one wins and the other is `revision-conflict`. */
@CommandHandler(ChangeOperator)
export class ChangeOperatorHandler implements ICommandHandler<ChangeOperator> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ operatorId, command, origin }: ChangeOperator): Promise<OperatorCommandAnswer> {
    const stream = operatorStream(operatorId);
    const wanted = checked(operatorId, command, this.of.clock());
    const isDone = await wasDecided(this.of, stream, registryDecision(wanted, operatorId, origin.actor), origin);
    const { entry, revision } = await entryFromLog(this.of.store, operatorId);
    if (isDone) return answerOf(entry, revision);
    const decided = decideOperatorRegistry(wanted, entry, origin.actor);
    if (!decided.ok) throw new CodedError(decided.error);
    const place = { stream, expectedRevision: revision, subject: operatorId };
    const event = await appendDecision(this.of, place, decided.value, origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
    evolveRegistry(entry, { ...event, at: Date.parse(event.at) } as RegistryChange);
    return answerOf(entry, event.revision);
  }
}

/** The command, complete and without secrets. Throws `parameter-invalid`, also for an id that nobody can have. */
export function checked(operatorId: string, command: OperatorRegistryCommand, nowMs: number): OperatorRegistryCommand {
  checkOperatorId(operatorId);
  const complete = completeCommand(masked(command), nowMs);
  if (!complete.ok) throw new CodedError(complete.error);
  return complete.value;
}

export function checkOperatorId(operatorId: string, path = '/id'): void {
  if (isOperatorId(operatorId) && withoutSecrets('id', operatorId, maxPersonId) === operatorId) return;
  throw new CodedError(problem('parameter-invalid', path, 'It looks like a secret, or like an unknown id.'));
}

const limits = { name: maxPersonId, role: maxReference, reason: maxSentence, topic: maxReference };

/** Nobody's password or card number gets into the log, whoever writes it. */
function masked(command: OperatorRegistryCommand): OperatorRegistryCommand {
  const given = command as Partial<Record<string, unknown>>;
  const texts = Object.entries(limits).flatMap(([name, max]) => {
    const text = given[name];
    return typeof text === 'string' ? [[name, withoutSecrets(name, text, max)]] : [];
  });
  const stores = given['stores'] as string[] | undefined;
  return {
    ...command,
    ...(Object.fromEntries(texts) as object),
    ...(stores && { stores: [...new Set(stores.map((store) => withoutSecrets('stores', store, maxReference)))] }),
  };
}

function answerOf(entry: RegistryEntry, revision: number): OperatorCommandAnswer {
  return { id: entry.id, status: registrationOf(entry)!.status, revision };
}
