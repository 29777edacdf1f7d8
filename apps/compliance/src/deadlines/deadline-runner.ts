import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock, Log } from '@tillwatch/kernel';
import { type Database, Leadership } from '@tillwatch/postgres';
import { judgeDeadlines, type JudgingReport } from '@tillwatch/read-models';
import type { DeadlineMetrics } from './deadline-metrics.js';

export interface DeadlineRunnerOptions {
  database: Database;
  store: Pick<EventStore, 'append' | 'head' | 'readAll'>;
  tenant: string;
  clock: Clock;
  log: Log;
  metrics: DeadlineMetrics;
  /** Default 15 s. */
  tickMs?: number;
}

/** `pg_advisory_xact_lock` key of the instance that judges ("dead" in ASCII). */
const lockKey = 0x64656164;
const usualTickMs = 15_000;
const leadPollMs = 500;
/** Judgings in a row while there is more to tell: 10,000 rows of each deadline. */
const maxRounds = 20;

/**
 * Judges the deadlines every 15 seconds, on one instance at a time. That it is one is an economy: what is appended stands at
 * exact revisions, so two for a moment say it once.
 */
export class DeadlineRunner {
  private readonly leadership: Leadership;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  /** Since when we have judged without a break, ms since 1970. */
  private listeningSinceMs: number | undefined;

  constructor(private readonly options: DeadlineRunnerOptions) {
    const { database, log } = options;
    this.leadership = new Leadership(database, { key: lockKey, name: 'deadlines', log });
  }

  start(): void {
    this.leadership.start(() => {});
    this.loop = this.run();
  }

  /** The judging under way is finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.leadership.stop();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { tickMs = usualTickMs } = this.options;
    while (!signal.aborted) {
      if (!this.leadership.isHeld) {
        this.interrupted();
        await pause(leadPollMs, undefined, { signal }).catch(() => {});
        continue;
      }
      try {
        await this.judge();
      } catch (error) {
        this.listeningSinceMs = undefined;
        this.options.log.warn({ err: error }, 'deadlines could not be judged; trying again');
      }
      await pause(tickMs, undefined, { signal }).catch(() => {});
    }
  }

  private interrupted(): void {
    if (this.listeningSinceMs !== undefined) this.options.metrics.stopped();
    this.listeningSinceMs = undefined;
  }

  private async judge(): Promise<void> {
    const { clock, metrics, log } = this.options;
    this.listeningSinceMs ??= clock();
    for (let round = 0; round < maxRounds && !this.stopping.signal.aborted; round++) {
      const report = await this.judgeOnce(this.listeningSinceMs);
      metrics.judged(report);
      for (const { rule, error } of report.failed) log.warn({ rule, err: error }, 'a deadline could not be judged');
      if (report.limited.length === 0) return;
    }
  }

  private judgeOnce(listeningSinceMs: number): Promise<JudgingReport> {
    const { database, store, tenant, clock } = this.options;
    return judgeDeadlines({ database, store, tenant, nowMs: clock(), listeningSinceMs });
  }
}
