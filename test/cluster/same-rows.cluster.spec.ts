import { createTestDatabase, startEventStoreDb, type EventStoreDb, type TestDatabase } from '@tillwatch/testing';
import { composeOverHttp, type Composition, deliveriesOf, samePlan } from '../e2e/lockstep.js';
import { composeOverKafka } from './compose-over-kafka.js';

/** The same fleet, batch by batch on the same clock: embedded over HTTP, and through Kafka into EventStoreDB. */
let logDatabase: TestDatabase;
let server: EventStoreDb;
let embedded: Composition;
let outside: Composition;
let now = 0;

const plan = samePlan(2, 12);

beforeAll(async () => {
  logDatabase = await createTestDatabase();
  server = await startEventStoreDb({ databaseUrl: logDatabase.url });
  const clock = () => now;
  embedded = await composeOverHttp({ clock });
  outside = await composeOverKafka({ clock, eventStoreUrl: server.url });
  for (const delivery of deliveriesOf(plan)) {
    now = delivery.at;
    await Promise.all([embedded.take(delivery), outside.take(delivery)]);
  }
}, 600_000);

afterAll(async () => {
  await Promise.all([embedded?.close(), outside?.close()]);
  await server?.stop();
  await logDatabase?.drop();
});

it('gives the same rows, byte for byte, and so the same alerts', async () => {
  expect(await outside.digests()).toEqual(await embedded.digests());
  const text = 'SELECT id, document FROM read_models.alerts ORDER BY id';
  const alerts = await outside.service.database.query(text);
  expect(alerts).toEqual(await embedded.service.database.query(text));
  expect(alerts.length).toBeGreaterThanOrEqual(plan.expects.length);
});
