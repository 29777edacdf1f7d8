import { silentLog, uuidFromName } from '@tillwatch/kernel';
import { Webhook } from 'standardwebhooks';
import { deliveryIdOf, retryDelivery } from './deliveries.js';
import { alertAppend, raise, revised } from './notifications.fixture.js';
import { allOver, openWorld, signingSecret, until, type World } from './world.fixture.js';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

it('tells a channel of an alert, signed, and the log of it', async () => {
  const notifications = world.start();
  const id = await world.channel(notifications);
  const alertId = await raise(world.store, 'a');
  const [delivery] = await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  expect(delivery).toMatchObject({
    id: deliveryIdOf(id, `alert-${alertId}`, 0),
    kind: 'alert-raised',
    alertId,
    rule: 'R1',
    status: 'delivered',
    attempts: [{ number: 1, outcome: 'delivered', status: 200 }],
  });
  const { body, headers } = world.receiver.received[0]!;
  expect(new Webhook(signingSecret).verify(body, headers)).toMatchObject({
    type: 'alert.raised',
    data: {
      id: delivery!.id,
      title: { en: 'Password guessing against one operator' },
      link: `https://tillwatch.example/alerts/${alertId}`,
    },
  });
  expect(await world.told(`notification-${delivery!.id}`, 1)).toEqual([
    {
      name: 'NotificationDelivered',
      data: expect.objectContaining({ channelId: id, alertId, alertRevision: 0, attempts: 1 }),
    },
  ]);
  expect(await world.told(`notification-channel-${id}`, 1)).toMatchObject([
    {
      name: 'NotificationChannelChanged',
      data: { change: 'created', destination: `http://127.0.0.1:${world.receiver.port}` },
    },
  ]);
});

it('hears of what gets worse, is superseded and stands again, each once, and of nothing below its severity', async () => {
  const notifications = world.start();
  await world.channel(notifications);
  await raise(world.store, 'low', { severity: 'low' });
  const alertId = await raise(world.store, 'a', { severity: 'medium' });
  await world.store.append([alertAppend(alertId, 1, 'AlertRevised', revised({ severity: 'medium', count: 9 }))]);
  await world.store.append([alertAppend(alertId, 2, 'AlertRevised', revised({ severity: 'critical' }))]);
  await world.store.append([alertAppend(alertId, 3, 'AlertSuperseded', {})]);
  await world.store.append([alertAppend(alertId, 4, 'AlertRevised', revised({ severity: 'high' }))]);
  const all = await until(world.deliveries, (found) => found.length === 4 && allOver(found));
  expect(all.map(({ kind, severity }) => [kind, severity]).sort()).toEqual([
    ['alert-raised', 'medium'],
    ['alert-reopened', 'high'],
    ['alert-severity-raised', 'critical'],
    ['alert-superseded', 'critical'],
  ]);
});

it('tries again until it is taken, under the same id, and keeps each attempt', async () => {
  world.answers((response, _, count) => response.writeHead(count < 3 ? 500 : 200).end());
  const notifications = world.start();
  await world.channel(notifications);
  await raise(world.store, 'a');
  const [delivery] = await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  expect(delivery!.attempts.map(({ number, outcome, status }) => [number, outcome, status])).toEqual([
    [1, 'refused', 500],
    [2, 'refused', 500],
    [3, 'delivered', 200],
  ]);
  expect(new Set(world.receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery!.id]));
  expect(new Set(world.receiver.received.map(({ body }) => body)).size).toBe(1);
});

it('gives up after the last attempt, says so to the log and the metrics, and tries anew when somebody asks', async () => {
  world.answers((response) => response.writeHead(500).end());
  const notifications = world.start();
  await world.channel(notifications);
  await raise(world.store, 'a');
  const [delivery] = await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  expect(delivery).toMatchObject({ status: 'gave-up', attempts: { length: 3 } });
  expect(await world.told(`notification-${delivery!.id}`, 1)).toMatchObject([
    { name: 'NotificationFailed', data: { attempts: 3, reason: 'refused' } },
  ]);
  const text = await notifications.metrics.metrics();
  expect(text).toContain('tillwatch_notifications_given_up_total{kind="webhook"} 1');
  expect(text).toContain('tillwatch_notifications{status="gave-up"} 1');
  expect(text).toContain('tillwatch_notification_channels{state="failing"} 1');
  world.answers((response) => response.writeHead(204).end());
  await retryDelivery(world.database, delivery!.id, new Date().toISOString());
  notifications.wake();
  await until(world.deliveries, ([one]) => one!.status === 'delivered');
  const names = (await world.told(`notification-${delivery!.id}`, 2)).map(({ name }) => name);
  expect(names).toEqual(['NotificationFailed', 'NotificationDelivered']);
});

it('waits as long as the receiver asks', async () => {
  world.answers((response) => response.writeHead(503, { 'retry-after': '3600' }).end());
  const notifications = world.start();
  await world.channel(notifications);
  await raise(world.store, 'a');
  const [delivery] = await until(world.deliveries, ([one]) => one?.attempts.length === 1);
  expect(Date.parse(delivery!.dueAt!) - Date.now()).toBeGreaterThan(3_500_000);
});

it('switches a channel off when nothing got through for too long, and tells the log and the other channels', async () => {
  const errors: object[] = [];
  world.answers((response, { url }) => response.writeHead(url === '/bad' ? 500 : 200).end());
  const notifications = world.start(
    { disableAfterMs: 200 },
    { ...silentLog, error: (fields) => void errors.push(fields) },
  );
  const bad = await world.channel(notifications, { name: 'bad one' }, '/bad');
  await world.channel(notifications, { rules: ['R99'], minimumSeverity: 'critical' });
  let alerts = 0;
  await until(
    async () => {
      await raise(world.store, `alert ${alerts++}`);
      return world.store.readStream(`notification-channel-${bad}`);
    },
    (events) => events.length === 2,
  );
  expect(await world.told(`notification-channel-${bad}`, 2)).toMatchObject([
    { data: { change: 'created' } },
    { data: { change: 'disabled', enabled: false, reason: 'failing', actor: 'platform' } },
  ]);
  const notice = await until(
    () => world.receiver.received.find(({ url }) => url === '/'),
    (found) => found !== undefined,
  );
  expect(JSON.parse(notice!.body)).toMatchObject({
    type: 'channel.disabled',
    data: { channel: { name: 'bad one' }, severity: 'critical' },
  });
  expect(errors).toHaveLength(1);
  await raise(world.store, 'one more');
  const all = await until(world.deliveries, (found) =>
    found.some(({ alertId }) => alertId === uuidFromName('one more')),
  );
  expect(all.filter(({ channelId }) => channelId === bad).every(({ status }) => status !== 'pending')).toBe(true);
  expect(all.find(({ alertId }) => alertId === uuidFromName('one more'))).toMatchObject({
    status: 'not-sent',
    withheldBecause: 'channel-disabled',
  });
});

it('switches a channel off at once when its receiver is gone for good', async () => {
  world.answers((response) => response.writeHead(410).end());
  const notifications = world.start();
  const id = await world.channel(notifications);
  await raise(world.store, 'a');
  expect(await world.told(`notification-channel-${id}`, 2)).toMatchObject([
    {},
    { data: { change: 'disabled', reason: 'gone' } },
  ]);
});

it('makes the same deliveries of events it is shown again, and none of what happened before a channel was there', async () => {
  await raise(world.store, 'before');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const notifications = world.start();
  await world.channel(notifications);
  await raise(world.store, 'after');
  await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  await world.stopAll();
  await world.database.query('UPDATE tillwatch.subscriptions SET position = 0');
  world.start();
  await until(
    () => world.database.query<{ position: number }>('SELECT position FROM tillwatch.subscriptions'),
    ([row]) => row!.position > 0,
  );
  expect(await world.deliveries()).toHaveLength(1);
  expect(world.receiver.received).toHaveLength(1);
});

it('keeps secrets out of every row, event and log line in the clear', async () => {
  const lines: string[] = [];
  const log = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
  world.answers((response) => response.writeHead(500).end());
  const notifications = world.start({}, { debug: log, info: log, warn: log, error: log });
  await world.channel(notifications);
  await raise(world.store, 'a');
  await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  const tables = ['notification_channels', 'deliveries', 'delivery_attempts', 'notification_outbox', 'events'];
  const rows = await Promise.all(tables.map((table) => world.database.query(`SELECT * FROM tillwatch.${table}`)));
  const everything = JSON.stringify(rows) + lines.join();
  expect(everything).toContain('"sealed":"v1.');
  expect(everything).not.toContain(signingSecret.slice(6));
  expect(everything).not.toContain('whsec_');
});

it('says of a channel whose secrets cannot be opened that it is not set up', async () => {
  const notifications = world.start();
  const id = await world.channel(notifications);
  await world.database.query('UPDATE tillwatch.notification_channels SET sealed = $1 WHERE id = $2', ['v1.AAAA', id]);
  await raise(world.store, 'a');
  const [delivery] = await until(world.deliveries, ([one]) => (one?.attempts.length ?? 0) > 0);
  expect(delivery!.attempts[0]).toMatchObject({ outcome: 'not-set-up' });
  expect(world.receiver.received).toEqual([]);
});
