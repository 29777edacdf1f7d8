import { accountMigrations, type AccountsContext, healAccounts } from '@tillwatch/accounts';
import { createDetectionEngine, ourRules, type RuleSet } from '@tillwatch/detection';
import {
  eventLogMigrations,
  type EventStore,
  logIndexMigrations,
  platformEventMigrations,
} from '@tillwatch/event-store';
import { derivedKey, type Clock, type Log, type NotificationSettings, tenantInForce } from '@tillwatch/kernel';
import { connect, connectReader, type Database, migrate, prepareReader, prepareRoles } from '@tillwatch/postgres';
import {
  createProjector,
  installReadModels,
  type Projector,
  readModelMigrations,
  readModels,
  ruleLives,
  storesOfMerchants,
  terminalJournals,
} from '@tillwatch/read-models';
import type { Registry } from 'prom-client';
import { sayFirstStages } from './alerts/first-stages.js';
import { DeadlineMetrics } from './deadlines/deadline-metrics.js';
import { DeadlineRunner } from './deadlines/deadline-runner.js';
import { deadLetterMigrations } from './dead-letters/dead-letters.js';
import { Intake } from './intake/intake.js';
import { IntakeMetrics } from './intake/intake-metrics.js';
import { Journals } from './intake/journals.js';
import type { WorkerPace } from './notifications/delivery-worker.js';
import { notificationMigrations } from './notifications/notification-migrations.js';
import { type Notifications, startNotifications } from './notifications/notifications.js';
import { type KafkaPlace, openKafka } from './open-kafka.js';
import { logInEventStoreDb, logInPostgres } from './open-log.js';
import { ProjectionMetrics } from './subscriptions/projection-metrics.js';
import { evidenceMigrations } from './recovery/evidence-files.js';
import { RecoveryFollower } from './recovery/recovery-follower.js';
import { subscriptionMigrations } from './subscriptions/subscription-checkpoints.js';
import { tenantWallMigrations } from './tenant-walls.js';

export interface ServiceOptions {
  /** PostgreSQL as the owner of our database: used to migrate, then never again. */
  ownerUrl: string;
  /** Where the log is; absent: in that PostgreSQL. */
  eventStoreUrl?: string;
  /** Events come from there too, alerts and commands go there. */
  kafka?: KafkaPlace;
  operatorKey: string;
  tenant: string;
  clock: Clock;
  log: Log;
  metrics: Registry;
  /** Absent: notifications go out, without mail and to no host of one's own network. */
  notifications?: NotificationSettings & { pace?: Partial<WorkerPace> };
  /** Default true. False: this instance takes events in and leaves the read models to others. */
  projects?: boolean;
  /** Absent: ours alone. */
  rules?: RuleSet;
  /** Default true. False: this instance leaves the deadlines to others. */
  judges?: boolean;
}

export interface Service {
  /** As the application's role: whose work is everybody's. */
  database: Database;
  /** As the reading role: answers a request, and only with rows of its tenant. */
  reader: Database;
  store: EventStore;
  intake: Intake;
  notifications: Notifications;
  intakeMetrics: IntakeMetrics;
  projector: Projector;
  accounts: AccountsContext;
  /** Keys the hashes of enrolment codes. */
  enrolmentKey: string;
  /** Keeps the keys of evidence files. */
  evidenceKey: string;
  rules: RuleSet;
  /** Takes no more, finishes what was taken, closes the connections. */
  stop(): Promise<void>;
}

/** In the order of their ids. */
export const migrations = [
  ...eventLogMigrations,
  ...deadLetterMigrations,
  ...readModelMigrations,
  ...subscriptionMigrations,
  ...logIndexMigrations,
  ...notificationMigrations,
  ...platformEventMigrations,
  ...accountMigrations,
  ...evidenceMigrations,
  ...tenantWallMigrations,
];

/** Everything of the service that is not HTTP: the log, the projector inside its appends, intake in front of it. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { ownerUrl, eventStoreUrl, kafka: place, operatorKey, tenant, clock, log, metrics, rules = ourRules } = options;
  const { database, reader } = await openDatabase(ownerUrl, tenant, log);
  const opened = eventStoreUrl
    ? logInEventStoreDb(eventStoreUrl, database, log)
    : logInPostgres(
        database,
        { isReady: () => projector.isReady, apply: (tx, events) => projector.apply(tx, events) },
        log,
      );
  const { store, source } = opened;
  opened.start(); // before the read models: a stale one is rebuilt from it
  await installReadModels(database, readModels, log, source);
  const projectionMetrics = new ProjectionMetrics(metrics, clock);
  const engine = createDetectionEngine(rules.rules);
  projectionMetrics.watchLimits(engine.counters);
  const projector = createProjector({
    database,
    store,
    readModels,
    engine,
    ...(opened.appendAlerts && { appendAlerts: opened.appendAlerts }),
    clock,
    tenant,
    log,
    onBatch: (batch) => projectionMetrics.projected(batch),
  });
  projectionMetrics.watch(store, database);
  const lives = await ruleLives(database);
  await sayFirstStages(rules.rules, { store, clock, tenant, log, lives }); // before they judge anything
  if (options.projects ?? true) projector.start();
  const journals = new Journals(store, (ids) => terminalJournals(database, ids));
  const intake = new Intake({ store, journals, clock, log, operatorKey });
  const intakeMetrics = new IntakeMetrics(metrics);
  const shared = { intake, store, database, intakeMetrics, metrics, clock, log, tenant, rules };
  const kafka = place && (await openKafka({ ...shared, ...place }));
  const notifications = startNotifications({ ...shared, secret: operatorKey, ...options.notifications });
  const runner = new DeadlineRunner({ ...shared, metrics: new DeadlineMetrics(metrics, clock) });
  if (options.judges ?? true) runner.start();
  const storesOf = (merchants: readonly string[]) => storesOfMerchants(database, merchants);
  const accounts = { database, store, clock, log, tenant, key: derivedKey(operatorKey, 'accounts'), storesOf };
  await healAccounts(accounts);
  const recoveries = new RecoveryFollower(shared);
  recoveries.start();
  return {
    database,
    reader,
    store,
    intake,
    notifications,
    intakeMetrics,
    projector,
    accounts,
    enrolmentKey: derivedKey(operatorKey, 'enrolment codes'),
    evidenceKey: derivedKey(operatorKey, 'evidence files'),
    rules,
    async stop() {
      await kafka?.stop();
      await intake.drain();
      await runner.stop();
      await notifications.stop();
      await recoveries.stop();
      await projector.stop();
      await opened.stop();
      await Promise.all([database.close(), reader.close()]);
    },
  };
}

/** Brings the schema up to date and opens it as those who may work on everything, and as who answers requests. */
async function openDatabase(
  ownerUrl: string,
  tenant: string,
  log: Log,
): Promise<{ database: Database; reader: Database }> {
  // First: migrations grant the roles their rights.
  const [appUrl, readerUrl] = [await prepareRoles(ownerUrl), await prepareReader(ownerUrl)];
  await migrate(ownerUrl, migrations, log);
  return {
    database: connect({ url: appUrl, tenant, applicationName: 'tillwatch' }),
    reader: connectReader({ url: readerUrl, applicationName: 'tillwatch-reader' }, tenantInForce),
  };
}
