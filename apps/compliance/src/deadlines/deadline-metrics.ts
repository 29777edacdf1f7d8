import type { Clock } from '@tillwatch/kernel';
import type { JudgingReport } from '@tillwatch/read-models';
import { Counter, Gauge, type Registry } from 'prom-client';

export class DeadlineMetrics {
  private readonly told: Counter<'outcome'>;
  private readonly limits: Counter<'rule'>;
  private readonly failures: Counter<'rule'>;
  private judgedAtMs: number | undefined;

  constructor(registry: Registry, clock: Clock) {
    const registers = [registry];
    const judgedAt = () => this.judgedAtMs;
    new Gauge({
      name: 'tillwatch_deadline_lag_seconds',
      help: 'How long ago the instant is at which deadlines were last judged; 0 where another instance judges them.',
      registers,
      collect() {
        const at = judgedAt();
        this.set(at === undefined ? 0 : Math.max(0, clock() - at) / 1_000);
      },
    });
    this.told = new Counter({
      name: 'tillwatch_deadlines_total',
      help: 'Deadlines that were told overdue, and told to be over.',
      labelNames: ['outcome'],
      registers,
    });
    this.limits = new Counter({
      name: 'tillwatch_deadline_limits_total',
      help: 'Times a deadline had more to tell than one judging takes.',
      labelNames: ['rule'],
      registers,
    });
    this.failures = new Counter({
      name: 'tillwatch_deadline_failures_total',
      help: 'Times a deadline could not be judged while others could.',
      labelNames: ['rule'],
      registers,
    });
  }

  judged({ judgedAtMs, told, ended, limited, failed }: JudgingReport): void {
    this.judgedAtMs = judgedAtMs;
    this.told.inc({ outcome: 'told' }, told);
    this.told.inc({ outcome: 'ended' }, ended);
    for (const rule of limited) this.limits.inc({ rule });
    for (const { rule } of failed) this.failures.inc({ rule });
  }

  /** Somebody else judges now. */
  stopped(): void {
    this.judgedAtMs = undefined;
  }
}
