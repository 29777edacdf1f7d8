import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ControlFailureView } from '@tillwatch/api';
import {
  decideControlFailure,
  evolveControlFailure,
  type ControlFailure,
  type ControlFailureCommand,
} from '@tillwatch/domain';
import { uuidFromName } from '@tillwatch/kernel';
import { controlFailureView } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import { changeRecord, type RecordKind } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, withoutSecrets } from '../alerts/decisions.js';

/** `id` is left out to open one: it is made of the command's id, so that the same command opens one. */
export class ChangeControlFailure extends Command<ControlFailureView> {
  constructor(
    readonly id: string | undefined,
    readonly wanted: ControlFailureCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

const failures: RecordKind<ControlFailure, ControlFailureCommand> = {
  stream: (id) => `control-failure-${id}`,
  evolve: evolveControlFailure,
  decide: decideControlFailure,
};

@CommandHandler(ChangeControlFailure)
export class ChangeControlFailureHandler implements ICommandHandler<ChangeControlFailure> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ id, wanted, origin }: ChangeControlFailure): Promise<ControlFailureView> {
    const change = { id: id ?? newRecordId('control-failure', origin), wanted: maskedOf(wanted), origin };
    return controlFailureView((await changeRecord(this.of, failures, change)).state);
  }
}

/** Of a record that a command opens: the same command always opens the same. */
export function newRecordId(kind: string, { tenant, commandId }: CommandOrigin): string {
  return commandId === undefined ? randomUUID() : uuidFromName(`${kind}|${tenant}|${commandId}`);
}

const written = ['description', 'cause', 'fix', 'riskAssessment'];

function maskedOf(wanted: ControlFailureCommand): ControlFailureCommand {
  const data = Object.entries(wanted.data).map(([name, value]: [string, unknown]) => [
    name,
    written.includes(name) ? withoutSecrets(name, value as string, maxSentence) : value,
  ]);
  return { ...wanted, data: Object.fromEntries(data) } as ControlFailureCommand;
}
