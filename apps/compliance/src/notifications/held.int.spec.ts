import { createDetectionEngine } from '@tillwatch/detection';
import { platformEvent, type PayloadOf } from '@tillwatch/events';
import { silentLog, systemClock, uuidFromName } from '@tillwatch/kernel';
import { createProjector, readModels } from '@tillwatch/read-models';
import { raise } from './notifications.fixture.js';
import { allOver, openWorld, until, type World } from './world.fixture.js';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Brings the read models, which are asked what holds an alert, up to the end of the log. */
async function project(): Promise<void> {
  const { database, store } = world;
  const engine = createDetectionEngine([]);
  const options = { database, store, readModels, engine, clock: systemClock, tenant: 'default', log: silentLog };
  await createProjector(options).catchUp();
}

async function silence(matchers: PayloadOf<'SilenceCreated'>['matchers'], untilMs: number): Promise<void> {
  const now = new Date().toISOString();
  const data: PayloadOf<'SilenceCreated'> = {
    ...{ matchers, author: 'li.na', reason: 'drill', actor: 'administrator', from: '2026-01-01T00:00:00.000Z' },
    until: new Date(untilMs).toISOString(),
    remindAt: now,
  };
  const id = uuidFromName('silence');
  const origin = { id, source: '/platform/alerts', recordedtime: now, tenant: 'default' };
  const events = [platformEvent('SilenceCreated', data, origin)];
  await world.store.append([{ stream: `silence-${id}`, expectedRevision: -1, events }]);
}

async function toldOf(name: string) {
  const found = await until(world.deliveries, (all) => allOver(all) && all.some((one) => isOf(one, name)));
  return found.find((one) => isOf(one, name));
}
const isOf = ({ alertId }: { alertId?: string }, name: string) => alertId === uuidFromName(name);

it('tells nobody of an alert that a silence is about, keeps why, and tells of the others', async () => {
  await world.channel(world.start());
  await silence({ key: 'operator:op-7' }, Date.now() + 600_000);
  await project();
  await raise(world.store, 'silenced');
  await raise(world.store, 'another', { key: { groupBy: 'operator', value: 'op-8' } });
  expect(await toldOf('silenced')).toMatchObject({ status: 'not-sent', withheldBecause: 'silenced', attempts: [] });
  expect(await toldOf('another')).toMatchObject({ status: 'delivered' });
  expect(world.receiver.received).toHaveLength(1);
});

it('tells of it again once the silence is over', async () => {
  await world.channel(world.start());
  await silence({ rule: 'R1' }, Date.now() - 1);
  await project();
  await raise(world.store, 'after');
  expect(await toldOf('after')).toMatchObject({ status: 'delivered' });
});

it('tells nobody of guessing in a store whose lockout storm is open, and of guessing elsewhere', async () => {
  await world.channel(world.start());
  await raise(world.store, 'storm', { rule: 'R8', severity: 'critical' });
  await project();
  await raise(world.store, 'held');
  await raise(world.store, 'elsewhere', { storeId: 'store-4' });
  expect(await toldOf('held')).toMatchObject({ status: 'not-sent', withheldBecause: 'inhibited' });
  expect(await toldOf('elsewhere')).toMatchObject({ status: 'delivered' });
});
