import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeAnswer } from '@tillwatch/api';
import { parseEvents } from '@tillwatch/events';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import type { Intake } from '../intake/intake.js';
import { getDeadLetter, markReplayed } from './dead-letters.js';

export class ReplayDeadLetter extends Command<IntakeAnswer> {
  constructor(
    readonly id: string,
    /** The repaired event; without it the kept bytes are tried again (after an upgrade, say). */
    readonly repaired: Buffer | undefined,
    readonly tenant: string,
  ) {
    super();
  }
}

/** Goes through intake like any event, so replaying twice stores it once. The letter stays, marked, as evidence. */
@CommandHandler(ReplayDeadLetter)
export class ReplayDeadLetterHandler implements ICommandHandler<ReplayDeadLetter> {
  constructor(
    private readonly database: Queryable,
    private readonly intake: Intake,
    private readonly clock: Clock,
  ) {}

  async execute({ id, repaired, tenant }: ReplayDeadLetter): Promise<IntakeAnswer> {
    const letter = await getDeadLetter(this.database, id);
    if (!letter) throw new CodedError(problem('not-found'));
    const body = repaired?.length ? repaired : Buffer.from(letter.raw, 'base64');
    const parsed = parseEvents(body, firstByte(body) === '[' ? 'batch' : 'single');
    if (!parsed.ok) throw new CodedError(parsed.error);
    const answer = await this.intake.submit(parsed.value, tenant);
    if (answer.rejected === 0) await markReplayed(this.database, id, new Date(this.clock()).toISOString());
    return answer;
  }
}

function firstByte(body: Buffer): string {
  return body.toString('latin1').trimStart().slice(0, 1);
}
