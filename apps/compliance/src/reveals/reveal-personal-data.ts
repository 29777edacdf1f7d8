import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type RevealAnswer, type RevealedThing, sensitiveAt } from '@tillwatch/api';
import type { PayloadOf } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { countReveals, getOperator, getRecoveryCase } from '@tillwatch/read-models';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from '../alerts/decisions.js';
import { maxSentence } from '../alerts/alert.dto.js';
import { operatorStream } from '../operators/operator-stream.js';
import { recoveryStream } from '../recovery/recovery-stream.js';

export class RevealPersonalData extends Command<RevealAnswer> {
  constructor(
    readonly thing: RevealedThing,
    readonly id: string,
    /** JSON pointer into the answer about the thing. */
    readonly field: string,
    readonly reason: string,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** How each thing is answered about, what its route is called after, and where what is done to it is told. */
const things = {
  operator: { read: getOperator, of: 'operators', stream: operatorStream },
  'recovery-case': { read: getRecoveryCase, of: 'recovery-cases', stream: recoveryStream },
} as const;

const maxAttempts = 16;
/** Of one thing, ever: its stream is read as a whole by who decides on it. Who needs more is one who sees it in clear. */
export const maxReveals = 200;

/** The field is given once the log has it that somebody was shown it, and why; the value itself is in no event. */
@CommandHandler(RevealPersonalData)
export class RevealPersonalDataHandler implements ICommandHandler<RevealPersonalData> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ thing, id, field, reason: given, origin }: RevealPersonalData): Promise<RevealAnswer> {
    const { read, of, stream: streamOf } = things[thing];
    const view = await read(this.database, id, this.of.clock());
    if (!view) throw new CodedError(problem('not-found'));
    const values = sensitiveAt(view, field, of);
    if (!values) throw new CodedError(problem('parameter-invalid', '/field', 'Nothing is masked there.'));
    const reason = withoutSecrets('reason', given, maxSentence);
    const data = { actor: origin.actor, thing, id, field, reason };
    await this.tell(streamOf(id), { name: 'PersonalDataRevealed', data }, origin);
    return { field, values: [...values] };
  }

  private async tell(stream: string, decision: Revealed, origin: CommandOrigin): Promise<void> {
    if (await wasDecided(this.of, stream, decision, origin)) return;
    const { thing, id } = decision.data;
    if ((await countReveals(this.database, thing, id)) >= maxReveals) throw new CodedError(problem('limit-reached'));
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const [last] = await this.of.store.readStream(stream, { backwards: true, limit: 1 });
      const place = { stream, expectedRevision: last?.revision ?? NO_STREAM };
      if (await appendDecision(this.of, place, decision, origin)) return;
    }
    throw new CodedError(problem('revision-conflict'));
  }
}

interface Revealed {
  name: 'PersonalDataRevealed';
  data: PayloadOf<'PersonalDataRevealed'>;
}
