import { createDetectionEngine, rules } from '@tillwatch/detection';
import { eventLogMigrations, type EventStore, postgresEventStore } from '@tillwatch/event-store';
import type { Clock, Log, NotificationSettings } from '@tillwatch/kernel';
import { connect, type Database, migrate, prepareRoles } from '@tillwatch/postgres';
import {
  createProjector,
  installReadModels,
  NotCaughtUpError,
  readModelMigrations,
  readModels,
  terminalJournals,
} from '@tillwatch/read-models';
import type { Registry } from 'prom-client';
import { deadLetterMigrations } from './dead-letters/dead-letters.js';
import { Intake } from './intake/intake.js';
import { Journals } from './intake/journals.js';
import type { WorkerPace } from './notifications/delivery-worker.js';
import { notificationMigrations } from './notifications/notification-migrations.js';
import { type Notifications, startNotifications } from './notifications/notifications.js';
import { ProjectionMetrics } from './subscriptions/projection-metrics.js';
import { subscriptionMigrations } from './subscriptions/subscription-checkpoints.js';

export interface ServiceOptions {
  /** PostgreSQL as the owner of our database: used to migrate, then never again. */
  ownerUrl: string;
  operatorKey: string;
  tenant: string;
  clock: Clock;
  log: Log;
  metrics: Registry;
  /** Absent: notifications go out, without mail and to no host of one's own network. */
  notifications?: NotificationSettings & { pace?: Partial<WorkerPace> };
}

export interface Service {
  /** As the application's role. */
  database: Database;
  store: EventStore;
  intake: Intake;
  notifications: Notifications;
  /** Takes no more, finishes what was taken, closes the connections. */
  stop(): Promise<void>;
}

/** In the order of their ids. */
export const migrations = [
  ...eventLogMigrations,
  ...deadLetterMigrations,
  ...readModelMigrations,
  ...subscriptionMigrations,
  ...notificationMigrations,
];

/** Everything of the service that is not HTTP: the log, the projector inside its appends, intake in front of it. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { ownerUrl, operatorKey, tenant, clock, log, metrics } = options;
  const appUrl = await prepareRoles(ownerUrl); // first: migrations grant the role its rights
  await migrate(ownerUrl, migrations, log);
  const database = connect({ url: appUrl, applicationName: 'tillwatch' });
  await installReadModels(database, readModels, log);
  const projectionMetrics = new ProjectionMetrics(metrics, clock);
  const store = postgresEventStore(database, {
    alongside: (tx, events) => projector.apply(tx, events),
    onAlongsideFailure: (error) => {
      // Being behind is a state, said once by the lag metric; anything else is a fault.
      if (error instanceof NotCaughtUpError) log.debug({ reason: error.message }, 'appended without projecting');
      else log.warn({ err: error }, 'appended without projecting; catching up from the log');
    },
  });
  const projector = createProjector({
    database,
    store,
    readModels,
    engine: createDetectionEngine(rules),
    clock,
    tenant,
    log,
    onBatch: (batch) => projectionMetrics.projected(batch),
  });
  projectionMetrics.watch(store, database);
  projector.start();
  const journals = new Journals(store, (ids) => terminalJournals(database, ids));
  const intake = new Intake({ store, journals, clock, log, operatorKey });
  const shared = { database, store, tenant, clock, log, metrics };
  const notifications = startNotifications({ ...shared, secret: operatorKey, ...options.notifications });
  return {
    database,
    store,
    intake,
    notifications,
    async stop() {
      await intake.drain();
      await notifications.stop();
      await projector.stop();
      await database.close();
    },
  };
}
