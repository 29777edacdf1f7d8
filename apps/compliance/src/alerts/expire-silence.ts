import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SilenceView } from '@tillwatch/api';
import { evolveSilence, expireSilence } from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { silenceView } from '@tillwatch/read-models';
import { maxSentence } from './alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from './decisions.js';
import { silenceFromLog, silenceStream } from './silence-stream.js';

export class ExpireSilence extends Command<SilenceView> {
  constructor(
    readonly id: string,
    readonly reason: string | undefined,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ExpireSilence)
export class ExpireSilenceHandler implements ICommandHandler<ExpireSilence> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ id, reason, origin }: ExpireSilence): Promise<SilenceView> {
    const { store, clock } = this.of;
    const stream = silenceStream(id);
    const wanted = {
      actor: origin.actor,
      ...(reason !== undefined && { reason: withoutSecrets('reason', reason, maxSentence) }),
    };
    const isDone = await wasDecided(this.of, stream, { name: 'SilenceExpired', data: wanted }, origin);
    const known = await silenceFromLog(store, id);
    if (isDone) return silenceView(known!.silence, clock());
    const decided = expireSilence(known?.silence, wanted, clock());
    if (!decided.ok) throw new CodedError(decided.error);
    const expired = { name: 'SilenceExpired' as const, data: decided.value };
    const event = await appendDecision(this.of, { stream, expectedRevision: known!.revision }, expired, origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
    return silenceView(evolveSilence(known!.silence, id, event)!, clock());
  }
}
