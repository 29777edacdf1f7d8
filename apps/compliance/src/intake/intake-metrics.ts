import type { IntakeAnswer } from '@tillwatch/api';
import type { ErrorCode } from '@tillwatch/kernel';
import { Counter, type Registry } from 'prom-client';

export class IntakeMetrics {
  private readonly events: Counter<'result'>;
  private readonly rejected: Counter<'code'>;
  private readonly dropped: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.events = new Counter({
      name: 'tillwatch_events_total',
      help: 'Events that were answered, by result.',
      labelNames: ['result'],
      registers,
    });
    this.rejected = new Counter({
      name: 'tillwatch_rejected_total',
      help: 'Events and whole requests that were refused, by error code.',
      labelNames: ['code'],
      registers,
    });
    this.dropped = new Counter({
      name: 'tillwatch_dead_letters_dropped_total',
      help: 'Refused input that was not kept because the dead letters are at their limit.',
      registers,
    });
  }

  answered(answer: IntakeAnswer): void {
    this.events.inc({ result: 'stored' }, answer.accepted);
    this.events.inc({ result: 'duplicate' }, answer.duplicates);
    this.events.inc({ result: 'conflict' }, answer.conflicts);
    this.events.inc({ result: 'rejected' }, answer.rejected);
    if (answer.rejected === 0) return;
    for (const { error } of answer.results) if (error) this.refused(error.code);
  }

  refused(code: ErrorCode): void {
    this.rejected.inc({ code });
  }

  deadLettersDropped(count: number): void {
    if (count > 0) this.dropped.inc(count);
  }
}
