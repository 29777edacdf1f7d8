import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { platformEvent } from '@tillwatch/events';
import { type EventStore } from '@tillwatch/event-store';
import { type Clock, CodedError, problem, uuidFromName } from '@tillwatch/kernel';

/** Somebody states that events from..to of an epoch will never come (a dead disk, a lost device), and why. */
export class DeclareGapLost extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly terminalId: string,
    readonly gap: { epoch: number; from: number; to: number; reason: string },
    readonly actor: string,
  ) {
    super();
  }
}

const maxAttempts = 5;

/** Appends `GapDeclaredLost` to the terminal's stream. If the events come after all they are stored, and fill the gap. */
@CommandHandler(DeclareGapLost)
export class DeclareGapLostHandler implements ICommandHandler<DeclareGapLost> {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, terminalId, gap, actor }: DeclareGapLost): Promise<void> {
    const stream = `terminal-${terminalId}`;
    const recordedtime = new Date(this.clock()).toISOString();
    const id = uuidFromName(`${tenant}|${stream}|lost|${gap.epoch}|${gap.from}|${gap.to}`);
    const origin = { id, source: '/platform/compliance', recordedtime, tenant };
    const event = platformEvent('GapDeclaredLost', { ...gap, actor }, origin);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const [last] = await this.store.readStream(stream, { backwards: true, limit: 1 });
      if (!last) throw new CodedError(problem('not-found'));
      if ((await this.store.find(stream, [event.identity])).length > 0) return;
      const [result] = await this.store.append([{ stream, expectedRevision: last.revision, events: [event] }]);
      if (result!.ok) return;
    }
    throw new CodedError(problem('revision-conflict'));
  }
}
