import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { eventStoreContract } from './event-store.contract.js';
import { eventLogMigrations } from './migrations.js';
import { postgresEventStore } from './postgres.js';

/** Empties the log as no product code could: dropping the schema is not refused to a superuser. */
async function emptyLog({ database }: TestDatabase): Promise<void> {
  await database.query('DROP SCHEMA IF EXISTS tillwatch CASCADE');
  for (const { sql } of eventLogMigrations) await database.query(sql);
}

let test: TestDatabase;
beforeAll(async () => void (test = await createTestDatabase()));
afterAll(() => test.drop());

const open = () => postgresEventStore(test.database);

eventStoreContract('PostgreSQL event store', async () => {
  await emptyLog(test);
  return { store: open(), reopen: async () => open(), close: async () => {} };
});

const noProjection = { alongside: async () => {} };

eventStoreContract('PostgreSQL event store with a projection alongside', async () => {
  await emptyLog(test);
  return {
    store: postgresEventStore(test.database, noProjection),
    reopen: async () => postgresEventStore(test.database, noProjection),
    close: async () => {},
  };
});
