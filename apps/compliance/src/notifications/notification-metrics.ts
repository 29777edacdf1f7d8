import type { ChannelKind, DeliveryAttemptView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { Counter, Gauge, type Registry } from 'prom-client';

export class NotificationMetrics {
  private readonly attempts: Counter;
  private readonly givenUp: Counter;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'tillwatch_notification_attempts_total',
      help: 'Attempts to deliver a notification, by what came of them.',
      labelNames: ['kind', 'outcome'],
      registers,
    });
    this.givenUp = new Counter({
      name: 'tillwatch_notifications_given_up_total',
      help: 'Notifications that no further attempt is made for.',
      labelNames: ['kind'],
      registers,
    });
  }

  attempted(kind: ChannelKind, outcome: DeliveryAttemptView['outcome']): void {
    this.attempts.inc({ kind, outcome });
  }

  gaveUp(kind: ChannelKind): void {
    this.givenUp.inc({ kind });
  }

  /** Asked for when somebody scrapes, so it is true even while the worker hangs. */
  watch(database: Queryable): void {
    new Gauge({
      name: 'tillwatch_notifications',
      help: 'Deliveries that wait, and those of the last day that were not sent or given up.',
      labelNames: ['status'],
      registers: [this.registry],
      async collect() {
        const rows = await database.query<{ status: string; count: number }>(
          `SELECT status, count(*) AS count FROM tillwatch.deliveries
           WHERE status = 'pending' OR (status <> 'delivered' AND created_at > now() - interval '1 day') GROUP BY status`,
        );
        for (const status of ['pending', 'not-sent', 'gave-up']) {
          this.set({ status }, rows.find((row) => row.status === status)?.count ?? 0);
        }
      },
    });
    new Gauge({
      name: 'tillwatch_notification_channels',
      help: 'Channels by state: working, failing (the last attempt failed), disabled.',
      labelNames: ['state'],
      registers: [this.registry],
      async collect() {
        const [row] = await database.query<Record<'working' | 'failing' | 'disabled', number>>(
          `SELECT count(*) FILTER (WHERE enabled AND failing_since IS NULL) AS working,
                  count(*) FILTER (WHERE enabled AND failing_since IS NOT NULL) AS failing,
                  count(*) FILTER (WHERE NOT enabled) AS disabled
           FROM tillwatch.notification_channels WHERE removed_at IS NULL`,
        );
        for (const [state, count] of Object.entries(row!)) this.set({ state }, count);
      },
    });
  }
}
