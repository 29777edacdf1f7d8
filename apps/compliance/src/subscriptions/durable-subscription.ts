import { setTimeout as pause } from 'node:timers/promises';
import type { StoredEvent, SubscribeOptions } from '@tillwatch/event-store';
import type { Log } from '@tillwatch/kernel';
import { type Database, Leadership } from '@tillwatch/postgres';
import { moveSubscription, subscriptionCheckpoint } from './subscription-checkpoints.js';

/** Where the events come from: the log, or rows that a projection made of it, in the same order. */
export interface SubscriptionSource<Item> {
  subscribe(options: SubscribeOptions): AsyncIterable<Item[]>;
}

export interface DurableSubscriptionOptions<Item> {
  /** Of its checkpoint, and in what is logged. */
  name: string;
  /** Of the advisory lock that lets one instance lead. */
  lockKey: number;
  database: Database;
  store: SubscriptionSource<Item>;
  /** Resolves when what follows from the events is durable. It may be shown the same events again. */
  handle(events: readonly Item[]): Promise<void>;
  log: Log;
}

const batchSize = 500;
const leadPollMs = 500;
const firstRetryMs = 200;
const lastRetryMs = 5_000;

/**
 * Shows one handler every event of the log that is the platform's own (alerts, commands ...), in order, at least once, across restarts and instances: one instance leads, and
 * the checkpoint moves after the handler is done. When the leader dies another goes on where its checkpoint stands.
 */
export class DurableSubscription<Item extends { position: number } = StoredEvent> {
  private readonly leadership: Leadership;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private failures = 0;

  constructor(private readonly options: DurableSubscriptionOptions<Item>) {
    const { database, lockKey, name, log } = options;
    this.leadership = new Leadership(database, { key: lockKey, name, log });
  }

  start(): void {
    this.leadership.start(() => {});
    this.loop = this.run();
  }

  /** The batch under way is finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.leadership.stop();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (!this.leadership.isHeld) {
        await pause(leadPollMs, undefined, { signal }).catch(() => {});
        continue;
      }
      try {
        await this.lead();
      } catch (error) {
        const waitMs = Math.min(firstRetryMs * 2 ** this.failures++, lastRetryMs);
        this.options.log.warn({ err: error, subscription: this.options.name, waitMs }, 'a subscription starts again');
        await pause(waitMs, undefined, { signal }).catch(() => {});
      }
    }
  }

  private async lead(): Promise<void> {
    const { database, store, name, handle } = this.options;
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.stopping.signal]);
    const watch = setInterval(() => {
      if (!this.leadership.isHeld) over.abort();
    }, leadPollMs);
    try {
      let position = await subscriptionCheckpoint(database, name);
      for await (const events of store.subscribe({ after: position, batchSize, signal, part: 'platform' })) {
        if (!this.leadership.isHeld) return;
        await handle(events);
        const next = events.at(-1)!.position;
        if (!(await moveSubscription(database, name, position, next))) return;
        position = next;
        this.failures = 0;
      }
    } finally {
      clearInterval(watch);
    }
  }
}
