import { listAlerts } from './alerts.js';
import { openLiveLog, shuffled, workload, type LiveLog, type Told } from './live-log.contract.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';

let log: LiveLog;
afterEach(() => log.drop());

async function appendInBatches(told: readonly Told[], size: number, after: () => Promise<void>): Promise<void> {
  for (let start = 0; start < told.length; start += size) {
    await log.append(told.slice(start, start + size));
    await after();
  }
}

const openAlerts = async () =>
  (await listAlerts(log.database, { limit: 1_000 })).items.map(({ id, rule, count, firstAt, lastAt, evidence }) => ({
    id,
    rule,
    count,
    firstAt,
    lastAt,
    evidence,
  }));

it('projects in the append own transaction the rows that catching up projects', async () => {
  const told = shuffled(workload(7, 400), 1);
  log = await openLiveLog({ alongside: (projector) => (tx, events) => projector.apply(tx, events) });
  log.projector.start();
  while (!log.projector.isLeader) await new Promise((resolve) => setTimeout(resolve, 5));
  await appendInBatches(told, 37, async () => {});
  const [inline, inlineAlerts] = [await log.rows('SELECT position FROM read_models.checkpoint'), await openAlerts()];
  expect(inline).toEqual([{ position: await log.store.head() }]);
  await log.projector.stop();
  await log.drop();

  log = await openLiveLog();
  await appendInBatches(told, 37, async () => {});
  await log.projector.catchUp();
  expect(await openAlerts()).toEqual(inlineAlerts);
  expect(inlineAlerts.length).toBeGreaterThan(3);
});

it('ends with the same alerts whatever the order events and heartbeats arrive in', async () => {
  const told = workload(11, 300);
  log = await openLiveLog();
  await appendInBatches(told, 50, () => log.projector.catchUp());
  const inOrder = await openAlerts();
  expect(inOrder.length).toBeGreaterThan(3);
  for (const seed of [1, 2, 3]) {
    await log.drop();
    log = await openLiveLog();
    await appendInBatches(shuffled(told, seed), 23, () => log.projector.catchUp());
    expect(await openAlerts()).toEqual(inOrder);
  }
});

it('gives the same rows when it is stopped anywhere and resumed', async () => {
  const told = shuffled(workload(3, 300), 5);
  log = await openLiveLog();
  await appendInBatches(told, 300, () => log.projector.catchUp());
  const atOnce = await log.rows('SELECT id, document FROM read_models.operator_state ORDER BY id');
  const terminalsAtOnce = await log.rows('SELECT id, document FROM read_models.terminal_state ORDER BY id');
  await log.drop();
  log = await openLiveLog();
  await appendInBatches(told, 41, () => log.newProjector().catchUp());
  const withoutPositions = (rows: unknown) =>
    JSON.parse(JSON.stringify(rows, (key, value: unknown) => (key === 'position' || key === 'revision' ? 0 : value)));
  expect(withoutPositions(await log.rows('SELECT id, document FROM read_models.operator_state ORDER BY id'))).toEqual(
    withoutPositions(atOnce),
  );
  expect(withoutPositions(await log.rows('SELECT id, document FROM read_models.terminal_state ORDER BY id'))).toEqual(
    withoutPositions(terminalsAtOnce),
  );
});

it('rebuilds every read model to the live rows, byte for byte', async () => {
  log = await openLiveLog();
  await appendInBatches(shuffled(workload(5, 500), 9), 61, () => log.projector.catchUp());
  const live = await log.digests();
  for (const model of readModels) {
    const report = await rebuild(log.database, model);
    expect({ name: model.name, ...report }).toMatchObject({ equal: true, digestBefore: live[model.name] });
  }
  expect(await log.digests()).toEqual(live);
  await log.append([
    {
      name: 'LoginFailed',
      terminal: 't-9',
      sequence: 1,
      at: 9_000,
      operator: 'o-1',
      data: { reason: 'invalid-password' },
    },
  ]);
  await log.projector.catchUp();
  for (const model of readModels) expect((await rebuild(log.database, model)).equal).toBe(true);
});
