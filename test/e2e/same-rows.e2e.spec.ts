import { createTestDatabase, startEventStoreDb, type EventStoreDb, type TestDatabase } from '@tillwatch/testing';
import { logOf, readModels, rebuild } from '@tillwatch/read-models';
import { composeOverHttp, type Composition, deliveriesOf, samePlan } from './lockstep.js';

/** The same fleet, batch by batch on the same clock, into both kinds of log. */
let logDatabase: TestDatabase;
let server: EventStoreDb;
let embedded: Composition;
let outside: Composition;
let now = 0;

const plan = samePlan(1, 12);

beforeAll(async () => {
  logDatabase = await createTestDatabase();
  server = await startEventStoreDb({ databaseUrl: logDatabase.url });
  const clock = () => now;
  embedded = await composeOverHttp({ clock });
  outside = await composeOverHttp({ clock, eventStoreUrl: server.url });
  for (const delivery of deliveriesOf(plan)) {
    now = delivery.at;
    await Promise.all([embedded.take(delivery), outside.take(delivery)]);
  }
}, 600_000);

afterAll(async () => {
  await Promise.all([embedded?.close(), outside?.close()]);
  await server.stop();
  await logDatabase.drop();
});

it('gives the same rows, byte for byte, whether PostgreSQL or EventStoreDB keeps the log', async () => {
  expect(await outside.service.store.head()).toBe(await embedded.service.store.head());
  expect(await outside.digests()).toEqual(await embedded.digests());
});

it('raises what the plan declares in both', async () => {
  for (const { service } of [embedded, outside]) {
    const rows = await service.database.query<{ rule: string; key: string }>(
      `SELECT document->>'rule' AS rule, document->>'key' AS key FROM read_models.alerts WHERE status = 'open'`,
    );
    const declared = plan.expects.flatMap(({ rule, key, count }) => Array<string>(count).fill(`${rule} ${key}`));
    expect(rows.map(({ rule, key }) => `${rule} ${key}`).sort()).toEqual(declared.sort());
  }
});

it('rebuilds from EventStoreDB what it had projected from it', async () => {
  const { database, store } = outside.service;
  for (const model of readModels) {
    expect({ name: model.name, ...(await rebuild(database, model, logOf(store))) }).toMatchObject({ equal: true });
  }
});
