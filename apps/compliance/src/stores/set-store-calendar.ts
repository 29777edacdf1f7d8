import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StoreCalendarView } from '@tillwatch/api';
import { setCalendar } from '@tillwatch/domain';
import type { PayloadOf } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem } from '@tillwatch/kernel';
import { appendDecision, type CommandOrigin, type DecisionDependencies } from '../alerts/decisions.js';

export class SetStoreCalendar extends Command<StoreCalendarView> {
  constructor(
    readonly wanted: Omit<PayloadOf<'StoreCalendarSet'>, 'actor'>,
    readonly origin: CommandOrigin,
    /** What it stood at when the person decided, -1 for none; `revision-conflict` when it has moved on. */
    readonly expectedRevision?: number,
  ) {
    super();
  }
}

const maxAttempts = 16;

/** The last one set holds. A store need not have been heard of. */
@CommandHandler(SetStoreCalendar)
export class SetStoreCalendarHandler implements ICommandHandler<SetStoreCalendar> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ wanted, origin, expectedRevision }: SetStoreCalendar): Promise<StoreCalendarView> {
    const decided = setCalendar({ ...wanted, actor: origin.actor });
    if (!decided.ok) throw new CodedError(decided.error);
    const stream = `store-${wanted.store}`;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const [last] = await this.of.store.readStream(stream, { backwards: true, limit: 1 });
      const revision = last?.revision ?? NO_STREAM;
      if (expectedRevision !== undefined && expectedRevision !== revision) break;
      const set = { name: 'StoreCalendarSet' as const, data: decided.value };
      const event = await appendDecision(this.of, { stream, expectedRevision: revision }, set, origin);
      if (event) return { ...wanted, set: { by: origin.actor, at: event.at }, revision: event.revision };
    }
    throw new CodedError(problem('revision-conflict'));
  }
}
