import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancelShift } from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { appendDecision, type CommandOrigin, type DecisionDependencies } from '../alerts/decisions.js';
import { rosterFromLog, rosterStream } from './roster-stream.js';

export class CancelShift extends Command<void> {
  constructor(
    readonly operatorId: string,
    readonly shiftId: string,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

const maxAttempts = 64;

@CommandHandler(CancelShift)
export class CancelShiftHandler implements ICommandHandler<CancelShift> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ operatorId, shiftId, origin }: CancelShift): Promise<void> {
    const stream = rosterStream(operatorId);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const { roster, revision } = await rosterFromLog(this.of.store, operatorId);
      const decided = cancelShift(roster, { actor: origin.actor, shiftId, operatorId });
      if (!decided.ok) throw new CodedError(decided.error);
      if (!decided.value) return;
      const event = { name: 'ShiftCancelled' as const, data: decided.value };
      if (await appendDecision(this.of, { stream, expectedRevision: revision }, event, origin)) return;
    }
    throw new CodedError(problem('revision-conflict'));
  }
}
