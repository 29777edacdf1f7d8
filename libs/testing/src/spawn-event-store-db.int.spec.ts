import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createTestDatabase } from './test-database.js';
import { spawnEventStoreDb } from './spawn-event-store-db.js';

it('runs as a process, keeps what it acknowledged over a kill, and does as it is told', async () => {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const first = await spawnEventStoreDb({ databaseUrl });
  const client = EventStoreDBClient.connectionString(first.url);
  const append = () => client.appendToStream('a', jsonEvent({ type: 'Happened', data: {} }));
  expect(await append()).toMatchObject({ nextExpectedRevision: 0n });
  await first.kill();
  const second = await spawnEventStoreDb({ databaseUrl, port: Number(new URL(first.url).port) });
  expect(second.url).toBe(first.url);
  let answer = await append().catch(() => undefined);
  while (!answer) answer = await append().catch(() => undefined);
  expect(answer).toMatchObject({ nextExpectedRevision: 1n });
  second.failAppends('timeout');
  const failures: unknown[] = [];
  while (failures.length === 0) await append().catch((error: unknown) => failures.push(error));
  expect(failures).toMatchObject([{ type: 'deadline-exceeded' }]);
  await client.dispose();
  await second.kill('SIGTERM');
  await drop();
});
