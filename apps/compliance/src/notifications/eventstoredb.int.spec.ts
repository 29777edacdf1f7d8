import { createEventStoreDbLog, type EventStoreDbLog } from '@tillwatch/testing';
import { raise } from './notifications.fixture.js';
import { allOver, openWorld, until, type World } from './world.fixture.js';

let log: EventStoreDbLog;
let world: World;

beforeEach(async () => {
  log = await createEventStoreDbLog();
  world = await openWorld({ store: log.open(), database: log.database });
});
afterEach(async () => {
  await world.close();
  await log.drop();
});

it('tells a channel and the log, each once, where the log is not in the same database', async () => {
  const notifications = world.start();
  const id = await world.channel(notifications);
  await raise(world.store, 'a');
  const [delivery] = await until(world.deliveries, (all) => all.length === 1 && allOver(all));
  expect(delivery).toMatchObject({ status: 'delivered', channelId: id });
  expect(await world.told(`notification-${delivery!.id}`, 1)).toMatchObject([{ name: 'NotificationDelivered' }]);
  expect(await world.told(`notification-channel-${id}`, 1)).toMatchObject([{ data: { change: 'created' } }]);
  await until(
    () => world.database.query('SELECT * FROM tillwatch.notification_outbox'),
    (rows) => rows.length === 0,
  );
  expect(world.receiver.received).toHaveLength(1);
});
