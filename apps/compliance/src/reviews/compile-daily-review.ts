import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DailyReviewDetail } from '@tillwatch/api';
import { dayRange } from '@tillwatch/domain';
import { canonicalJson, CodedError, problem, sha256Hex } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { dailyReviewDetail, dayContent } from '@tillwatch/read-models';
import { changeRecord, recordFromLog } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, eventIdOf } from '../alerts/decisions.js';
import { dailyReviews } from './daily-review-stream.js';

export class CompileDailyReview extends Command<DailyReviewDetail> {
  constructor(
    readonly date: string,
    readonly zone: string,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Makes the automatic checks of a day and keeps what they found, with its digest. Given again, nothing is made again. */
@CommandHandler(CompileDailyReview)
export class CompileDailyReviewHandler implements ICommandHandler<CompileDailyReview> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Database,
  ) {}

  async execute({ date, zone, origin }: CompileDailyReview): Promise<DailyReviewDetail> {
    if (await this.wasCompiled(date, origin)) {
      return dailyReviewDetail((await recordFromLog(this.of.store, dailyReviews, date)).state!);
    }
    const day = dayRange(date, zone);
    if (!day) throw new CodedError(problem('parameter-invalid', '/date'));
    const { content, position } = await dayContent(this.database, day, await this.deadLetters(day));
    const digest = sha256Hex(canonicalJson(content));
    const data = { actor: origin.actor, date, zone, position, digest, content: { ...content } };
    const wanted = { name: 'DailyReviewCompiled' as const, data };
    return dailyReviewDetail((await changeRecord(this.of, dailyReviews, { id: date, wanted, origin })).state);
  }

  private async wasCompiled(date: string, { commandId }: CommandOrigin): Promise<boolean> {
    if (commandId === undefined) return false;
    const stream = dailyReviews.stream(date);
    const [stored] = await this.of.store.find(stream, [eventIdOf(stream, commandId)]);
    if (stored && !stored.type.includes('DailyReviewCompiled')) {
      throw new CodedError(problem('command-id-reused', '/commandId'));
    }
    return stored !== undefined;
  }

  private async deadLetters({ from, to }: { from: number; to: number }): Promise<number> {
    const text =
      'SELECT count(*) AS count FROM tillwatch.dead_letters WHERE received_at >= to_timestamp($1::float8 / 1000) AND received_at < to_timestamp($2::float8 / 1000)';
    return (await this.database.query<{ count: number }>(text, [from, to]))[0]!.count;
  }
}
