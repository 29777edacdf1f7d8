import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { issueCommand } from '@tillwatch/domain';
import { decodeEvent, platformEvent, type PayloadOf } from '@tillwatch/events';
import { type EventStore, NO_STREAM, type StoredEvent } from '@tillwatch/event-store';
import { canonicalJson, type Clock, CodedError, problem } from '@tillwatch/kernel';
import { commandStream } from './command-stream.js';
import type { CommandWaits } from './command-waits.js';

export interface IssuedNumber {
  commandId: string;
  number: number;
}

type Issued = PayloadOf<'TerminalCommandIssued'>;

export class IssueTerminalCommand extends Command<IssuedNumber> {
  constructor(
    readonly tenant: string,
    readonly terminalId: string,
    readonly command: Issued['command'],
    readonly why: Omit<Issued, 'terminalId' | 'commandId' | 'command'>,
    /** Of something that was decided before: issued twice, it is issued once. */
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

  async execute({ tenant, terminalId, command, why, commandId: given }: IssueTerminalCommand): Promise<IssuedNumber> {
    const { store, clock } = this.of;
    const commandId = given ?? randomUUID();
    const wanted = issueCommand({ terminalId, commandId, command, ...why });
    if (!wanted.ok) throw new CodedError(wanted.error);
    const stream = commandStream(terminalId);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const [before] = given === undefined ? [] : await store.find(stream, [commandId]);
      if (before) return { commandId, number: numberOf(before, wanted.value) };
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

/** Throws `command-id-reused` when it was another command's id. */
function numberOf(before: StoredEvent, wanted: Issued): number {
  if (canonicalJson(decodeEvent(before).data) === canonicalJson({ ...wanted })) return before.revision + 1;
  throw new CodedError(problem('command-id-reused', '/commandId'));
}
