import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelKind, DeliveryView } from '@tillwatch/api';
import { decodeEvent } from '@tillwatch/events';
import { eventLogMigrations, type EventStore, postgresEventStore } from '@tillwatch/event-store';
import { type Log, type NotificationSettings, silentLog, systemClock } from '@tillwatch/kernel';
import { type Database, migrate } from '@tillwatch/postgres';
import { createTestDatabase, type Received, type Receiver, startReceiver } from '@tillwatch/testing';
import { installReadModels, readModelMigrations, readModels } from '@tillwatch/read-models';
import { Registry } from 'prom-client';
import { subscriptionMigrations } from '../subscriptions/subscription-checkpoints.js';
import type { ChannelChoice } from './channels.js';
import { listDeliveries } from './deliveries.js';
import type { WorkerPace } from './delivery-worker.js';
import { notificationMigrations } from './notification-migrations.js';
import { type Notifications, startNotifications } from './notifications.js';
import { SaveChannel, SaveChannelHandler } from './save-channel.js';

export const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

type Answer = (response: ServerResponse, received: Received, count: number) => void;

/** A log, a receiver, and any number of instances between them. */
export interface World {
  database: Database;
  store: EventStore;
  receiver: Receiver;
  /** How the receiver answers from now on; at first with 200. */
  answers(answer: Answer): void;
  start(
    pace?: Partial<WorkerPace>,
    log?: Log,
    smtp?: NotificationSettings['smtp'],
  ): Notifications & { metrics: Registry };
  stopAll(): Promise<void>;
  /** A channel to a path of the receiver, or to another target. */
  channel(notifications: Notifications, over?: Partial<ChannelChoice>, to?: string | object): Promise<string>;
  deliveries(): Promise<DeliveryView[]>;
  /** Names and data in a stream, once it has so many events. */
  told(stream: string, count: number): Promise<{ name: string; data: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

const ourMigrations = [...readModelMigrations, ...subscriptionMigrations, ...notificationMigrations];

export const allOver = (all: DeliveryView[]): boolean => all.every(({ status }) => status !== 'pending');

/** `log`: the one to use instead of a new one in PostgreSQL; the rows are in its database then. */
export async function openWorld(log?: { store: EventStore; database: Database }): Promise<World> {
  const test = log ? undefined : await createTestDatabase();
  const database = log?.database ?? test!.database;
  if (test) await migrate(test.url, [...eventLogMigrations, ...ourMigrations], silentLog);
  else for (const { sql } of ourMigrations) await database.query(sql);
  await installReadModels(database, readModels, silentLog);
  const store = log?.store ?? postgresEventStore(database);
  let answer: Answer = (response) => response.end();
  const receiver = await startReceiver((response, received) => answer(response, received, receiver.received.length));
  const running = new Set<Notifications>();
  const world: World = {
    database,
    store,
    receiver,
    answers: (next) => (answer = next),
    start(pace = {}, log = silentLog, smtp) {
      const metrics = new Registry();
      const shared = { database, store, secret: 'secret', tenant: 'default', clock: systemClock, log, metrics };
      const notifications = startNotifications({
        ...shared,
        hosts: '127.0.0.1',
        publicUrl: 'https://tillwatch.example',
        ...(smtp && { smtp }),
        pace: { pollMs: 50, retryPausesMs: [0, 50, 50], ...pace },
      });
      running.add(notifications);
      return { ...notifications, metrics };
    },
    async stopAll() {
      await Promise.all([...running].map((notifications) => notifications.stop()));
      running.clear();
    },
    async channel(notifications, over = {}, to = '/') {
      const handler = new SaveChannelHandler(database, notifications, systemClock);
      const usual = {
        name: randomUUID(),
        kind: 'webhook',
        enabled: true,
        minimumSeverity: 'medium',
        language: 'en',
      } as const;
      const choice = { ...usual, ...over };
      const url = `http://127.0.0.1:${receiver.port}`;
      const target = typeof to === 'string' ? targetOf(choice.kind, url + to) : to;
      return (await handler.execute(new SaveChannel(choice, target, 'admin'))).id;
    },
    deliveries: () => listDeliveries(database, { limit: 200 }),
    async told(stream, count) {
      const events = await until(
        () => store.readStream(stream),
        (found) => found.length >= count,
      );
      return events.map((event) => decodeEvent(event)).map(({ name, data }) => ({ name, data }));
    },
    async close() {
      await world.stopAll();
      await receiver.close();
      await test?.drop();
    },
  };
  return world;
}

function targetOf(kind: ChannelKind, url: string): object {
  return kind === 'webhook' ? { url, signingSecret } : { url };
}

export async function until<T>(ask: () => Promise<T> | T, isIt: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 30_000; ; await pause(20)) {
    const answered = await ask();
    if (isIt(answered)) return answered;
    if (Date.now() > deadline) throw new Error(`It did not come true within 30 s: ${JSON.stringify(answered)}`);
  }
}
