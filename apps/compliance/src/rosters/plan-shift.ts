import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ShiftView } from '@tillwatch/api';
import { planShift } from '@tillwatch/domain';
import type { ShiftPlanned } from '@tillwatch/events';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import { appendDecision, type CommandOrigin, type DecisionDependencies, wasDecided } from '../alerts/decisions.js';
import { rosterFromLog, rosterStream } from './roster-stream.js';

export class PlanShift extends Command<ShiftView> {
  constructor(
    readonly wanted: Omit<ShiftPlanned, 'actor' | 'shiftId'>,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** A whole roster may be sent at once, shift by shift. */
const maxAttempts = 64;

/** An operator need not have been heard of: rosters come before the first day. */
@CommandHandler(PlanShift)
export class PlanShiftHandler implements ICommandHandler<PlanShift> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ wanted, origin }: PlanShift): Promise<ShiftView> {
    const { operatorId } = wanted;
    const { tenant, actor, commandId } = origin;
    const stream = rosterStream(operatorId);
    const shiftId = commandId === undefined ? randomUUID() : uuidFromName(`${stream}|${tenant}|${commandId}`);
    const planned = { ...wanted, actor, shiftId };
    const view: ShiftView = { ...wanted, id: shiftId, actor, cancelled: false };
    if (await wasDecided(this.of, stream, { name: 'ShiftPlanned', data: planned }, origin)) return view;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const { roster, revision } = await rosterFromLog(this.of.store, operatorId);
      const decided = planShift(roster, planned);
      if (!decided.ok) throw new CodedError(decided.error);
      const event = { name: 'ShiftPlanned' as const, data: decided.value };
      if (await appendDecision(this.of, { stream, expectedRevision: revision }, event, origin)) return view;
    }
    throw new CodedError(problem('revision-conflict'));
  }
}
