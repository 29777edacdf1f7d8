import { uuidFromName } from '@tillwatch/kernel';
import { alertAppend, raised } from './notifications.fixture.js';
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
