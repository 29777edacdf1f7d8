import { CodedError, problem } from '@tillwatch/kernel';
import { listAlerts } from './alerts.js';
import { minuteCounters } from './minute-counters.js';
import { openLiveLog, workload, type LiveLog, type Told } from './live-log.contract.js';
import { parkedEvents } from './parked-events.js';
import type { ReadModel } from './read-model.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';

let log: LiveLog;
afterEach(() => log.drop());

const guesses = (count: number, from = 1): Told[] =>
  Array.from({ length: count }, (_, index) => ({
    name: 'LoginFailed',
    terminal: 't-1',
    sequence: from + index,
    at: (from + index) * 10,
    operator: 'o-1',
    data: { reason: 'invalid-password' },
  }));

const raised = async () =>
  (await log.rows(`SELECT 1 FROM tillwatch.events WHERE type = 'tillwatch.AlertRaised.v1'`)).length;
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
};
const isCaughtUp = async () => {
  const [row] = await log.rows<{ position: number }>('SELECT position FROM read_models.checkpoint');
  return row!.position === (await log.store.head());
};

it('changes nothing when a batch is projected that another projector has projected', async () => {
  log = await openLiveLog();
  const other = log.newProjector();
  await log.append(workload(2, 60));
  await log.projector.catchUp();
  await other.catchUp();
  const before = await log.digests();
  await Promise.all([log.projector.catchUp(), other.catchUp()]);
  expect(await log.digests()).toEqual(before);
});

it('projects every event once when two projectors race for it', async () => {
  log = await openLiveLog();
  const other = log.newProjector();
  for (let from = 1; from <= 60; from += 6) {
    await log.append(guesses(6, from));
    await Promise.all([log.projector.catchUp(), other.catchUp()]);
  }
  const [sum] = await log.rows('SELECT sum(failed)::integer AS failed FROM read_models.minute_counters');
  expect(sum).toEqual({ failed: 60 });
});

it('lets one of two projectors work, and the other when that one stops', async () => {
  log = await openLiveLog();
  const other = log.newProjector();
  log.projector.start();
  await until(() => log.projector.isLeader);
  other.start();
  await log.append(guesses(3));
  await until(isCaughtUp);
  expect(other.isLeader).toBe(false);
  await log.projector.stop();
  await until(() => other.isLeader);
  await log.append(guesses(3, 4));
  await until(isCaughtUp);
  await other.stop();
});

it('raises an alert once when the transaction that raised it is lost', async () => {
  let lose = true;
  log = await openLiveLog({
    alongside: (projector) => async (tx, events) => {
      await projector.apply(tx, events);
      if (lose) throw new Error('killed between append and commit');
    },
  });
  log.projector.start();
  await until(() => log.projector.isLeader);
  await log.append(guesses(12));
  lose = false;
  await until(isCaughtUp);
  await log.append(guesses(1, 13));
  await until(isCaughtUp);
  await log.projector.stop();
  const alerts = await log.rows<{ id: string }>('SELECT id FROM read_models.alerts');
  expect(alerts.length).toBeGreaterThan(0);
  expect(await raised()).toBe(alerts.length);
});

it('tells the same alerts when others append between reading events and appending what they showed', async () => {
  const findings = async () =>
    (await listAlerts(log.database, { limit: 100 })).items.map(({ id, count }) => ({ id, count }));
  log = await openLiveLog();
  await log.append(guesses(24));
  await log.projector.catchUp();
  const expected = await findings();
  await log.drop();

  log = await openLiveLog();
  await log.append(guesses(12));
  const readAll = async (after: number, limit: number) => {
    const events = await log.store.readAll(after, limit);
    if (after === 0) await log.append(guesses(12, 13));
    return events;
  };
  await log.newProjector({ ...log.store, readAll }).catchUp();
  expect(await findings()).toEqual(expected);
  expect(await raised()).toBe(expected.length);
});

it('parks an event that a read model cannot take, goes on, and takes it in when rebuilt by better code', async () => {
  let isBroken = true;
  const fragile: ReadModel = {
    ...minuteCounters,
    open(schema, empty) {
      const projection = minuteCounters.open(schema, empty);
      const fold: typeof projection.fold = (tx, batch) => {
        if (isBroken && batch.events.some((event) => event.header.sequence === '40')) throw new Error('poison');
        return projection.fold(tx, batch);
      };
      return { fold, write: (tx) => projection.write(tx), get pending() { return projection.pending; } }; // prettier-ignore
    },
  };
  const models = readModels.map((model) => (model === minuteCounters ? fragile : model));
  log = await openLiveLog({ models });
  await log.append(guesses(100));
  await log.projector.catchUp();
  const parked = await parkedEvents(log.database);
  expect(parked).toEqual([
    { position: 40, readModel: 'minute-counters', terminalId: 't-1', operatorId: 'o-1', error: 'poison' },
  ]);
  const counted = () => log.rows('SELECT sum(failed)::integer AS failed FROM read_models.minute_counters');
  expect(await counted()).toEqual([{ failed: 99 }]);
  expect(await log.rows('SELECT count(*)::integer AS rows FROM read_models.timeline')).toEqual([{ rows: 100 }]);

  expect((await rebuild(log.database, fragile)).equal).toBe(true);
  expect(await parkedEvents(log.database)).toHaveLength(1);
  isBroken = false;
  expect((await rebuild(log.database, fragile)).equal).toBe(false);
  expect([await counted(), await parkedEvents(log.database)]).toEqual([[{ failed: 100 }], []]);
});

it('takes a log that does not answer for no fault of its events: nothing is parked, and it goes on', async () => {
  log = await openLiveLog();
  await log.append(guesses(6));
  let refusals = 20; // more than it takes until a poisoned event stands alone and is parked
  const projector = log.newProjector(log.store, async (_tx, appends) => {
    if (refusals-- > 0) throw new CodedError(problem('unavailable'));
    return log.store.append(appends);
  });
  while (!(await isCaughtUp())) await projector.catchUp();
  expect(refusals).toBeLessThan(0);
  expect(await parkedEvents(log.database)).toEqual([]);
  expect(await raised()).toBe(1);
});
