import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventLogMigrations, type EventStore, NO_STREAM, postgresEventStore } from '@tillwatch/event-store';
import { silentLog } from '@tillwatch/kernel';
import { connect, type Database, migrate } from '@tillwatch/postgres';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { DurableSubscription } from './durable-subscription.js';
import { subscriptionMigrations } from './subscription-checkpoints.js';

let test: TestDatabase;
let store: EventStore;
const running = new Set<DurableSubscription>();
const databases = new Set<Database>();

beforeEach(async () => {
  test = await createTestDatabase();
  await migrate(test.url, [...eventLogMigrations, ...subscriptionMigrations], silentLog);
  store = postgresEventStore(test.database);
});
afterEach(async () => {
  await Promise.all([...running].map((subscription) => subscription.stop()));
  await Promise.all([...databases].map((database) => database.close()));
  running.clear();
  databases.clear();
  await test.drop();
});

/** As an instance of its own: with connections of its own. */
function start(handle: (positions: number[]) => Promise<void>): {
  subscription: DurableSubscription;
  die(): Promise<void>;
} {
  const applicationName = randomUUID();
  const database = connect({ url: test.url, applicationName });
  databases.add(database);
  const subscription = new DurableSubscription({
    name: 'test',
    lockKey: 0x74657374,
    database,
    store: postgresEventStore(database),
    handle: (events) => handle(events.map(({ position }) => position)),
    log: silentLog,
  });
  running.add(subscription);
  subscription.start();
  return {
    subscription,
    async die() {
      // Its connections end without a word of goodbye, and with them its lock.
      const end = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1';
      await Promise.all([subscription.stop(), test.database.query(end, [applicationName])]);
    },
  };
}

async function append(count: number): Promise<void> {
  const events = Array.from({ length: count }, () => {
    const id = randomUUID();
    return { id, type: 't', identity: id, header: '{}', data: '{}' };
  });
  await store.append([{ stream: randomUUID(), expectedRevision: NO_STREAM, events }]);
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !isTrue(); await pause(10)) {
    if (Date.now() > deadline) throw new Error('It did not come true within 30 s.');
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

it('shows every event in order, and goes on after a restart where its checkpoint stands', async () => {
  await append(3);
  const seen: number[] = [];
  const first = start(async (positions) => void seen.push(...positions));
  await until(() => seen.length === 3);
  await append(2);
  await until(() => seen.length === 5);
  await first.subscription.stop();
  await append(2);
  start(async (positions) => void seen.push(...positions));
  await until(() => seen.length === 7);
  expect(seen).toEqual(upTo(7));
});

it('shows the same events again while the handler fails, and none after them', async () => {
  await append(2);
  const shown: number[][] = [];
  start(async (positions) => {
    shown.push(positions);
    if (shown.length < 3) throw new Error('not now');
  });
  await until(() => shown.length === 3);
  await append(1);
  await until(() => shown.length === 4);
  expect(shown).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
});

it('is led by one instance; when that dies the other goes on within 10 seconds', async () => {
  const seen = new Map<string, number[]>([
    ['a', []],
    ['b', []],
  ]);
  const instances = new Map(
    [...seen].map(([name, list]) => [name, start(async (positions) => void list.push(...positions))] as const),
  );
  await append(4);
  await until(() => [...seen.values()].some((list) => list.length === 4));
  const leader = seen.get('a')!.length > 0 ? 'a' : 'b';
  const other = leader === 'a' ? 'b' : 'a';
  expect(seen.get(other)).toEqual([]);
  const diedAt = Date.now();
  await instances.get(leader)!.die();
  await append(3);
  await until(() => seen.get(other)!.length === 3);
  expect(Date.now() - diedAt).toBeLessThan(10_000);
  expect(seen.get(leader)).toEqual([1, 2, 3, 4]);
  expect(seen.get(other)).toEqual([5, 6, 7]);
});

it('stops when somebody else has moved its checkpoint: two never both believe to lead for long', async () => {
  await append(1);
  const seen: number[][] = [];
  start(async (positions) => {
    seen.push(positions);
    // Another process took over while this handler was held up.
    if (seen.length === 1) await test.database.query(`UPDATE tillwatch.subscriptions SET position = 1`);
  });
  await append(1);
  await until(() => seen.flat().includes(2));
  expect(seen.flat().filter((position) => position === 2)).toEqual([2]);
});
