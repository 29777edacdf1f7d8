import { setTimeout as pause } from 'node:timers/promises';
import type { RuleSet } from '@tillwatch/detection';
import type { EventStore } from '@tillwatch/event-store';
import { type Clock, type Log, sha256Hex } from '@tillwatch/kernel';
import {
  attempt,
  type Attempt,
  driverOf,
  type Message,
  type Outgoing,
  pauseAfter,
  retryPausesMs,
} from '@tillwatch/notify';
import type { Database } from '@tillwatch/postgres';
import { getChannel, openTarget } from './channels.js';
import { composeNotification } from './compose-notification.js';
import { clearFinished } from './deliveries.js';
import { finish, leaseDue, type Leased } from './delivery-queue.js';
import type { NotificationMetrics } from './notification-metrics.js';
import { drainOutbox } from './outbox.js';

/** How fast things go; tests go faster. */
export interface WorkerPace {
  /** Longer than any attempt takes: then a delivery whose instance died is due again. */
  leaseMs: number;
  pollMs: number;
  retryPausesMs: readonly number[];
  disableAfterMs: number;
}

const minuteMs = 60_000;
export const usualPace: WorkerPace = {
  leaseMs: minuteMs,
  pollMs: 1_000,
  retryPausesMs,
  disableAfterMs: 5 * 24 * 60 * minuteMs,
};

export interface WorkerOptions {
  database: Database;
  store: EventStore;
  outgoing: Outgoing;
  /** Opens what is sealed in channels. */
  channelKey: string;
  tenant: string;
  rules: RuleSet;
  publicUrl?: string;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  log: Log;
  metrics: NotificationMetrics;
  pace: WorkerPace;
}

/** Of this process, over all channels. */
const attemptsAtOnce = 32;
/** The log keeps the outcome for good; rows of it are for the people who watch. */
const keepFinishedMs = 90 * 24 * 60 * minuteMs;
const clearEveryMs = 60 * minuteMs;

/**
 * Sends what is due, as one of any number of instances: at least once, each delivery under its one id. Killed at any moment it
 * loses nothing: what it had leased is due again when the lease ends.
 */
export class DeliveryWorker {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private loop: Promise<void> = Promise.resolve();
  private woken = Promise.withResolvers<void>();
  private clearedAt = 0;
  private isWaiting = false;

  constructor(private readonly options: WorkerOptions) {}

  start(): void {
    this.loop = this.run();
  }

  /** There may be something due. */
  wake(): void {
    this.woken.resolve();
  }

  /** Attempts under way are finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.loop;
    await Promise.all(this.underWay);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.woken = Promise.withResolvers();
      try {
        await this.round();
        this.isWaiting = false;
      } catch (error) {
        // Said once, however long it takes.
        if (!this.isWaiting) this.options.log.warn({ err: error }, 'notifications wait for the database or the log');
        this.isWaiting = true;
      }
      await Promise.race([this.woken.promise, pause(this.options.pace.pollMs, undefined, { signal }).catch(() => {})]);
    }
  }

  private async round(): Promise<void> {
    const { database, store, clock, pace } = this.options;
    const leased = await leaseDue(database, clock(), pace.leaseMs, attemptsAtOnce - this.underWay.size);
    for (const one of leased) {
      const work = this.deliver(one)
        .catch((error: unknown) => {
          this.options.log.warn({ err: error, delivery: one.delivery.id }, 'a delivery waits for its lease to end');
        })
        .finally(() => {
          this.underWay.delete(work);
          this.wake();
        });
      this.underWay.add(work);
    }
    await drainOutbox(database, store);
    if (clock() - this.clearedAt < clearEveryMs) return;
    this.clearedAt = clock();
    await clearFinished(database, new Date(clock() - keepFinishedMs).toISOString());
  }

  private async deliver(leased: Leased): Promise<void> {
    const { database, clock, random, metrics, pace, tenant, log } = this.options;
    const { delivery } = leased;
    const atMs = clock();
    const { kind, attempt, contentHash } = await this.attempt(leased);
    const pauseMs = pauseAfter(delivery.failures + 1, random(), attempt.retryAfterMs, pace.retryPausesMs);
    const { status, channelDisabled } = await finish(database, {
      leased,
      attempt,
      atMs,
      durationMs: Math.max(0, clock() - atMs),
      contentHash,
      tenant,
      ...(pauseMs !== undefined && { pauseMs }),
      disableAfterMs: pace.disableAfterMs,
    });
    metrics.attempted(kind, attempt.outcome);
    if (status === 'gave-up') metrics.gaveUp(kind);
    const about = { delivery: delivery.id, channel: delivery.channelId, outcome: attempt.outcome };
    if (status === 'gave-up') log.warn(about, 'a notification was given up');
    if (channelDisabled) log.error(about, 'a notification channel was switched off');
  }

  private async attempt({ delivery }: Leased) {
    const { database, channelKey, outgoing } = this.options;
    const channel = await getChannel(database, delivery.channelId);
    if (!channel) throw new Error('Its channel is gone.');
    const { kind, language } = channel;
    const message: Message = { notification: await composeNotification(this.options, delivery), language };
    const target = openTarget(channelKey, channel);
    if (!target) {
      const reply = 'The secrets of the channel cannot be opened: TILLWATCH_SECRET is not what it was.';
      return {
        kind,
        attempt: { outcome: 'not-set-up', reply } satisfies Attempt as Attempt,
        contentHash: sha256Hex(''),
      };
    }
    const contentHash = sha256Hex(driverOf(kind).content(message, target));
    return { kind, attempt: await attempt(kind, message, target, outgoing), contentHash };
  }
}
