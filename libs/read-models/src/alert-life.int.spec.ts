import { alertHistory } from './alert-history.js';
import { getAlert, listAlerts } from './alerts.js';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { parkedEvents } from './parked-events.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';

let log: LiveLog;
afterEach(() => log.drop());

/** Failures of one operator, one every ten seconds, numbered from 1. */
const guesses = (count: number, from = 1): Told[] =>
  Array.from({ length: count }, (_, index) => ({
    name: 'LoginFailed',
    terminal: 't-1',
    sequence: from + index,
    at: (from + index) * 10,
    operator: 'o-1',
    data: { reason: 'invalid-password' },
  }));

const actor = 'administrator';
const iso = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();
const guessing = async () => {
  for (const status of ['open', 'acknowledged', 'resolved', 'superseded'] as const) {
    const { items } = await listAlerts(log.database, { rule: 'R1', status, limit: 2 });
    if (items.length > 0) return items[0]!;
  }
  throw new Error('There is no alert of R1.');
};
const namesIn = async (id: string) =>
  (await log.store.readStream(`alert-${id}`)).map(({ type }) => type.replace(/^tillwatch\.|\.v1$/g, ''));

/** People and the rule take turns on one alert; `settle` runs after each step. */
async function story(settle: () => Promise<void>): Promise<string> {
  await log.append(guesses(6));
  await settle();
  const { id } = await guessing();
  const say = async (name: 'AlertAcknowledged' | 'AlertReopened', seconds: number) => {
    await log.say(`alert-${id}`, name, { actor }, seconds);
    await settle();
  };
  await say('AlertAcknowledged', 100);
  await log.append(guesses(6, 7));
  await settle();
  await log.say(`alert-${id}`, 'AlertResolved', { actor, reason: 'benign' }, 200);
  await settle();
  await log.append(guesses(13, 13));
  await settle();
  await log.say(`alert-${id}`, 'AlertResolved', { actor, reason: 'true-positive' }, 400);
  await say('AlertReopened', 500);
  await log.say(`alert-${id}`, 'AlertAssigned', { actor, assignee: 'li.na' }, 510);
  await log.say(`alert-${id}`, 'AlertCommented', { actor, comment: 'again' }, 520);
  await settle();
  return id;
}

/** What the rows say, without where in the log it stands. */
const rowsOf = async () => {
  const rows = [
    await log.rows('SELECT document FROM read_models.alerts ORDER BY id'),
    await log.rows('SELECT alert_id, revision, name, actor, data FROM read_models.alert_history ORDER BY 1, 2'),
  ];
  const places = ['position', 'raisedPosition', 'revision'];
  return JSON.parse(JSON.stringify(rows, (key, value: unknown) => (places.includes(key) ? 0 : value))) as unknown;
};

it('goes on with an alert that people have worked on, and starts it again when there is more of it', async () => {
  log = await openLiveLog();
  const id = await story(() => log.projector.catchUp());
  expect((await namesIn(id)).filter((name) => name !== 'AlertRevised')).toEqual([
    ...['AlertRaised', 'AlertAcknowledged', 'AlertResolved', 'AlertResolved'],
    ...['AlertReopened', 'AlertAssigned', 'AlertCommented'],
  ]);
  const alert = await getAlert(log.database, id);
  expect(alert).toMatchObject({ status: 'open', assignee: 'li.na', openedAt: iso(500), severity: 'high' });
  expect(alert!.earlierResolutions.map(({ reason, count }) => [reason, count])).toEqual([
    ['benign', 10],
    ['true-positive', alert!.count],
  ]);
  const { items } = await alertHistory(log.database, id, { limit: 3 });
  expect(items.map(({ name, actor: by, data }) => [name, by, data])).toEqual([
    ['AlertCommented', actor, { comment: 'again' }],
    ['AlertAssigned', actor, { assignee: 'li.na' }],
    ['AlertReopened', actor, {}],
  ]);
});

it('ends in the same rows live, caught up, restarted at every step, and rebuilt', async () => {
  log = await openLiveLog({ alongside: (projector) => (tx, events) => projector.apply(tx, events) });
  log.projector.start();
  while (!log.projector.isLeader) await new Promise((resolve) => setTimeout(resolve, 5));
  await story(async () => {});
  expect(await log.rows('SELECT position FROM read_models.checkpoint')).toEqual([{ position: await log.store.head() }]);
  const live = await rowsOf();
  await log.projector.stop();

  for (const settle of [() => log.projector.catchUp(), () => log.newProjector().catchUp()]) {
    await log.drop();
    log = await openLiveLog();
    await story(settle);
    expect(await rowsOf()).toEqual(live);
    for (const model of readModels)
      expect([model.name, (await rebuild(log.database, model)).equal]).toEqual([model.name, true]);
  }
});

it('raises and revises once when the transaction is lost and people write before it is done again', async () => {
  let lose = true;
  log = await openLiveLog({
    alongside: (projector) => async (tx, events) => {
      await projector.apply(tx, events);
      if (lose && events.some(({ stream }) => stream.startsWith('terminal-'))) throw new Error('killed before commit');
    },
  });
  log.projector.start();
  while (!log.projector.isLeader) await new Promise((resolve) => setTimeout(resolve, 5));
  await log.append(guesses(6));
  const id = await until(async () => (await listAlerts(log.database, { rule: 'R1', limit: 1 })).items[0]?.id);
  await Promise.all([log.append(guesses(6, 7)), log.say(`alert-${id}`, 'AlertAcknowledged', { actor }, 100)]);
  lose = false;
  await until(async () => (await getAlert(log.database, id))?.severity === 'high');
  await log.projector.stop();
  expect((await namesIn(id)).toSorted()).toEqual(['AlertAcknowledged', 'AlertRaised', 'AlertRevised']);
});

it('parks nothing when people write each time it has read an alert and is about to revise it', async () => {
  log = await openLiveLog();
  await log.append(guesses(6));
  await log.projector.catchUp();
  const { id } = await guessing();
  await log.append(guesses(6, 7));
  // More than the tries after which a batch is cut down to one event and that parked.
  const writes = 16;
  let comments = 0;
  const readStream: typeof log.store.readStream = async (stream, options) => {
    const events = await log.store.readStream(stream, options);
    if (stream === `alert-${id}` && events.length === 0 && comments++ < writes) {
      await log.say(stream, 'AlertCommented', { actor, comment: `number ${comments}` }, 100 + comments);
    }
    return events;
  };
  await log.newProjector({ ...log.store, readStream }).catchUp();
  expect(await parkedEvents(log.database)).toEqual([]);
  expect(comments).toBeGreaterThan(writes);
  expect((await namesIn(id)).toSorted()).toEqual([
    ...Array<string>(writes).fill('AlertCommented'),
    ...['AlertRaised', 'AlertRevised'],
  ]);
});

it('says by when an alert is to be acknowledged and resolved', async () => {
  log = await openLiveLog();
  await log.append(guesses(10));
  await log.projector.catchUp();
  const alert = await guessing();
  expect(alert).toMatchObject({ severity: 'high', acknowledgeBy: iso(3_600), resolveBy: iso(86_400) });
});

async function until<Value>(value: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const found = await value();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
