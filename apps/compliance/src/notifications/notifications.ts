import { ourRules, type RuleSet } from '@tillwatch/detection';
import type { EventStore } from '@tillwatch/event-store';
import { type Clock, derivedKey, type Log, type NotificationSettings, SettingError } from '@tillwatch/kernel';
import { createMailer, outgoing, type Outgoing, trustedHosts, type TrustedHosts } from '@tillwatch/notify';
import type { Database } from '@tillwatch/postgres';
import type { Registry } from 'prom-client';
import { DurableSubscription } from '../subscriptions/durable-subscription.js';
import { DeliveryWorker, usualPace, type WorkerPace } from './delivery-worker.js';
import { NotificationMetrics } from './notification-metrics.js';
import { planDeliveries } from './plan-deliveries.js';

export interface NotificationOptions extends NotificationSettings {
  database: Database;
  store: EventStore;
  /** A secret of the service; what channels hold is sealed under a key made of it. */
  secret: string;
  tenant: string;
  /** Default: ours alone. */
  rules?: RuleSet;
  clock: Clock;
  log: Log;
  metrics: Registry;
  /** For tests. */
  pace?: Partial<WorkerPace>;
  world?: Partial<Outgoing>;
}

export interface Notifications {
  /** What the routes need: to check a target, and to seal it. */
  outgoing: Outgoing;
  channelKey: string;
  tenant: string;
  /** There may be something to send, or to tell the log. */
  wake(): void;
  stop(): Promise<void>;
}

/** `pg_advisory_xact_lock` key of the instance that turns events into deliveries ("notf" in ASCII). */
const lockKey = 0x6e6f7466;

/** Starts turning what happens into deliveries (one instance leads), and sending them (every instance does). */
export function startNotifications(options: NotificationOptions): Notifications {
  const { database, store, secret, tenant, rules = ourRules, clock, log, publicUrl, smtp, pace } = options;
  const channelKey = derivedKey(secret, 'notification channels');
  const world = outgoing({
    clock,
    trusted: hostsOf(options),
    ...(smtp && { mailer: createMailer(smtp) }),
    ...options.world,
  });
  const metrics = new NotificationMetrics(options.metrics);
  metrics.watch(database);
  const worker = new DeliveryWorker({
    database,
    store,
    outgoing: world,
    channelKey,
    tenant,
    rules,
    ...(publicUrl !== undefined && { publicUrl }),
    clock,
    random: Math.random,
    log,
    metrics,
    pace: { ...usualPace, ...pace },
  });
  const subscription = new DurableSubscription({
    name: 'notifications',
    lockKey,
    database,
    store,
    async handle(events) {
      if ((await planDeliveries(database, store, events, clock())) > 0) worker.wake();
    },
    log,
  });
  worker.start();
  subscription.start();
  return {
    outgoing: world,
    channelKey,
    tenant,
    wake: () => worker.wake(),
    async stop() {
      await subscription.stop();
      await worker.stop();
    },
  };
}

function hostsOf({ hosts = '' }: NotificationSettings): TrustedHosts {
  try {
    return trustedHosts(hosts);
  } catch (error) {
    const name = 'TILLWATCH_NOTIFY_HOSTS';
    throw new SettingError(`${name}: ${(error as Error).message}`, `${name} 中有无法识别的主机。`);
  }
}
