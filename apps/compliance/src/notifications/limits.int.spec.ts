import { uuidFromName } from '@tillwatch/kernel';
import { listDeliveries } from './deliveries.js';
import { alertAppend, raise, raised } from './notifications.fixture.js';
import { allOver, openWorld, until, type World } from './world.fixture.js';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

it('never has more attempts under way to one channel than it may, over two instances', async () => {
  let [now, most] = [0, 0];
  world.answers((response) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      response.end();
    }, 60);
  });
  const notifications = world.start();
  world.start();
  await world.channel(notifications);
  await world.store.append(
    Array.from({ length: 40 }, (_, i) => alertAppend(uuidFromName(`many ${i}`), 0, 'AlertRaised', raised())),
  );
  await until(world.deliveries, (all) => all.length === 40 && allOver(all));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(5);
  expect(world.receiver.received).toHaveLength(40);
});

it('begins no more attempts within a minute than the bot allows, the most severe first', async () => {
  world.answers((response) => response.end('{"errcode":0}'));
  await world.channel(world.start(), { kind: 'dingtalk', minimumSeverity: 'low' }, '/robot/send?access_token=x');
  await world.stopAll(); // so that all of them wait when it begins
  const severities = ['low', 'high', 'medium', 'critical'] as const;
  await world.store.append(
    Array.from({ length: 24 }, (_, i) =>
      alertAppend(uuidFromName(`many ${i}`), 0, 'AlertRaised', raised({ severity: severities[i % 4] })),
    ),
  );
  const first = world.start({ pollMs: 60_000 });
  await until(world.deliveries, (all) => all.length === 24);
  first.wake();
  await until(
    () => world.receiver.received.length,
    (count) => count === 18,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(world.receiver.received).toHaveLength(18);
  const waiting = (await world.deliveries()).filter(({ status }) => status === 'pending');
  expect(waiting.map(({ severity }) => severity)).toEqual(Array.from({ length: 6 }, () => 'low'));
});

it('lets at most ten thousand wait for one channel, and records what is beyond as not sent', async () => {
  const notifications = world.start();
  const id = await world.channel(notifications);
  await world.database.query(
    `INSERT INTO tillwatch.deliveries (id, channel_id, kind, severity, status, created_at, due_at)
     SELECT gen_random_uuid(), $1, 'test', 0, 'pending', now(), now() + interval '9 days' FROM generate_series(1, 9999)`,
    [id],
  );
  await world.store.append([
    alertAppend(uuidFromName('last'), 0, 'AlertRaised', raised()),
    alertAppend(uuidFromName('beyond'), 0, 'AlertRaised', raised()),
  ]);
  const of = (name: string) => listDeliveries(world.database, { alert: uuidFromName(name), limit: 1 });
  const [beyond] = await until(
    () => of('beyond'),
    (found) => found.length === 1,
  );
  expect(beyond).toMatchObject({ status: 'not-sent', withheldBecause: 'queue-full' });
  await until(
    () => of('last'),
    ([last]) => last?.status === 'delivered',
  );
});

it('clears what ended ninety days ago, and nothing that still waits', async () => {
  const notifications = world.start();
  const id = await world.channel(notifications);
  await raise(world.store, 'a');
  await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  await world.stopAll();
  const old = `now() - interval '91 days'`;
  await world.database.query(`UPDATE tillwatch.deliveries SET created_at = ${old}, finished_at = ${old}`);
  await world.database.query(
    `INSERT INTO tillwatch.deliveries (id, channel_id, kind, severity, status, created_at, due_at)
     VALUES (gen_random_uuid(), $1, 'test', 0, 'pending', ${old}, now() + interval '9 days')`,
    [id],
  );
  world.start();
  const [left] = await until(world.deliveries, (all) => all.length === 1);
  expect(left!.status).toBe('pending');
  expect(await world.database.query('SELECT * FROM tillwatch.delivery_attempts')).toEqual([]);
});
