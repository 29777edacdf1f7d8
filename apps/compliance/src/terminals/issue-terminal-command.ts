import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { issueCommand } from '@tillwatch/domain';
import { platformEvent, type TerminalCommand } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import { commandStream } from './command-stream.js';
import type { CommandWaits } from './command-waits.js';

export interface IssuedNumber {
  commandId: string;
  number: number;
}

export class IssueTerminalCommand extends Command<IssuedNumber> {
  constructor(
    readonly tenant: string,
    readonly terminalId: string,
    readonly command: TerminalCommand,
    readonly why: { reason: string; actor: string; operatorId?: string },
    /** Given by who may ask again and wants one command: the same id is the same command. */
    readonly commandId?: string,
  ) {
    super();
  }
}

const maxAttempts = 16;

/** Told twice is two commands: each is acknowledged for itself. A terminal need not have been heard of. */
@CommandHandler(IssueTerminalCommand)
export class IssueTerminalCommandHandler implements ICommandHandler<IssueTerminalCommand> {
  constructor(
    private readonly of: { store: EventStore; clock: Clock },
    private readonly waits: CommandWaits,
  ) {}

  async execute({ tenant, terminalId, command, why, ...given }: IssueTerminalCommand): Promise<IssuedNumber> {
    const { store, clock } = this.of;
    const commandId = given.commandId ?? randomUUID();
    const wanted = issueCommand({ terminalId, commandId, command, ...why });
    if (!wanted.ok) throw new CodedError(wanted.error);
    const stream = commandStream(terminalId);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const [issued] = given.commandId === undefined ? [] : await store.find(stream, [commandId]);
      if (issued) return { commandId, number: issued.revision + 1 };
      const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
      const recordedtime = new Date(clock()).toISOString();
      const origin = { id: commandId, source: '/platform/terminals', recordedtime, tenant };
      const events = [platformEvent('TerminalCommandIssued', wanted.value, origin)];
      const expectedRevision = last?.revision ?? NO_STREAM;
      const [result] = await store.append([{ stream, expectedRevision, events }]);
      if (!result!.ok) continue;
      await this.waits.issued(terminalId);
      return { commandId, number: result!.revision + 1 };
    }
    throw new CodedError(problem('revision-conflict'));
  }
}
