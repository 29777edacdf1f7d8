import type { EngineCounters } from '@tillwatch/detection';
import type { EventStore } from '@tillwatch/event-store';
import type { Clock } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { type ProjectedSummary, readCheckpoint } from '@tillwatch/read-models';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** From an alert in the append's own transaction to one that a projector was far behind on. */
const latencyBucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300];

const limitMetrics: Record<keyof EngineCounters, { name: string; help: string }> = {
  limitHits: {
    name: 'tillwatch_detection_history_cuts_total',
    help: 'Times the history of a rule and key was cut at its longest.',
  },
  tooLate: {
    name: 'tillwatch_detection_too_late_total',
    help: 'Events that a rule could not judge because they are older than what is held of their key.',
  },
  evictedKeys: {
    name: 'tillwatch_detection_evicted_keys_total',
    help: 'Operators and terminals dropped from memory for others; they are loaded again when met.',
  },
};

export class ProjectionMetrics {
  private readonly latency: Histogram;

  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
  ) {
    this.latency = new Histogram({
      name: 'tillwatch_alert_latency_seconds',
      help: 'From recording the latest event of a batch to the alerts it caused.',
      buckets: latencyBucketsSeconds,
      registers: [registry],
    });
  }

  projected({ recordedAt, alerts }: ProjectedSummary): void {
    const seconds = Math.max(0, this.clock() - recordedAt) / 1_000;
    for (let i = 0; i < alerts.length; i++) this.latency.observe(seconds);
  }

  /** What detection let go because of its limits, since this process started. */
  watchLimits(counters: Readonly<EngineCounters>): void {
    for (const [counter, { name, help }] of Object.entries(limitMetrics)) {
      new Counter({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.reset();
          this.inc(counters[counter as keyof EngineCounters]);
        },
      });
    }
  }

  /** Lag is asked for when somebody scrapes, so it is true even while the projector hangs. */
  watch(store: Pick<EventStore, 'head'>, database: Queryable): void {
    new Gauge({
      name: 'tillwatch_projection_lag_events',
      help: 'Events in the log that a subscription has not taken in.',
      labelNames: ['subscription'],
      registers: [this.registry],
      async collect() {
        const { position } = await readCheckpoint(database, false);
        this.set({ subscription: 'projector' }, (await store.head()) - position);
      },
    });
  }
}
