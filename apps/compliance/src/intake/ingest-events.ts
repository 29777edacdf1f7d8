import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeAnswer } from '@tillwatch/api';
import { maskText, type ParsedEvent, parseEvents } from '@tillwatch/events';
import { type Clock, CodedError, type Log, type Problem, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { type DeadLetter, keepDeadLetters } from '../dead-letters/dead-letters.js';
import type { Intake } from './intake.js';
import type { IntakeMetrics } from './intake-metrics.js';
import type { SenderLimit } from './sender-limit.js';

/** Events of terminals as they came over the wire. */
export class IngestEvents extends Command<IntakeAnswer> {
  constructor(
    readonly body: Buffer | undefined,
    readonly mode: 'single' | 'batch',
    readonly tenant: string,
  ) {
    super();
  }
}

export interface IngestDependencies {
  intake: Intake;
  database: Queryable;
  senders: SenderLimit;
  metrics: IntakeMetrics;
  clock: Clock;
  log: Log;
}

/** Parses, takes in, and keeps as dead letters what could not be taken. */
@CommandHandler(IngestEvents)
export class IngestEventsHandler implements ICommandHandler<IngestEvents> {
  constructor(private readonly of: IngestDependencies) {}

  async execute({ body, mode, tenant }: IngestEvents): Promise<IntakeAnswer> {
    const { intake, senders, metrics } = this.of;
    const parsed = body ? parseEvents(body, mode) : ({ ok: false, error: problem('body-empty') } as const);
    if (!parsed.ok) {
      metrics.refused(parsed.error.code);
      if (body && body.length > 0) await this.bury([this.letter(parsed.error, body)]);
      throw new CodedError(parsed.error);
    }
    const leave = senders.enter(parsed.value);
    try {
      const answer = await intake.submit(parsed.value, tenant);
      metrics.answered(answer);
      await this.bury(parsed.value.flatMap((event) => (event.ok ? [] : [this.letterOf(event)])));
      return answer;
    } finally {
      leave();
    }
  }

  private letterOf(event: ParsedEvent & { ok: false }): DeadLetter {
    return this.letter(event.problem, Buffer.from(event.raw));
  }

  private letter(cause: Problem, bytes: Buffer): DeadLetter {
    const raw = Buffer.from(maskText(bytes.toString('utf8')));
    return { via: 'http', problem: cause, raw, receivedAt: new Date(this.of.clock()).toISOString() };
  }

  /** The sender has its answer either way, so a dead letter that cannot be kept is only logged. */
  private async bury(letters: DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    try {
      this.of.metrics.deadLettersDropped(await keepDeadLetters(this.of.database, letters));
    } catch (error) {
      this.of.log.error({ err: error, letters: letters.length }, 'dead letters could not be kept');
    }
  }
}
