import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DailyReviewDetail } from '@tillwatch/api';
import { handlersOf, secondPerson } from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { dailyReviewDetail } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import { changeRecord, recordFromLog } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, withoutSecrets } from '../alerts/decisions.js';
import { dailyReviews } from './daily-review-stream.js';
import { aloneInTenant } from './four-eyes.js';

export class SignOffDailyReview extends Command<DailyReviewDetail> {
  constructor(
    readonly date: string,
    /** `digest`: of what was looked at; refused when the day was compiled again since. */
    readonly wanted: { note: string; digest?: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Who handled alerts of the day signs it off only where one person has to be enough, and is marked. */
@CommandHandler(SignOffDailyReview)
export class SignOffDailyReviewHandler implements ICommandHandler<SignOffDailyReview> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ date, wanted, origin }: SignOffDailyReview): Promise<DailyReviewDetail> {
    const { tenant, actor } = origin;
    const { state } = await recordFromLog(this.of.store, dailyReviews, date);
    if (!state) throw new CodedError(problem('not-found'));
    const isDone = state.signedOff?.by === actor;
    const eyes = secondPerson(actor, handlersOf(state), await aloneInTenant(this.of, tenant));
    const singlePerson = isDone ? state.signedOff!.singlePerson : eyes.ok && eyes.value.alone;
    const note = withoutSecrets('note', wanted.note, maxSentence);
    const data = { actor, digest: wanted.digest ?? state.digest, note, singlePerson };
    const signed = { name: 'DailyReviewSignedOff' as const, data };
    return dailyReviewDetail((await changeRecord(this.of, dailyReviews, { id: date, wanted: signed, origin })).state);
  }
}
