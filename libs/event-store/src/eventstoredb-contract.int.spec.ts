import { silentLog } from '@tillwatch/kernel';
import { createTestDatabase, startEventStoreDb } from '@tillwatch/testing';
import { eventStoreContract } from './event-store.contract.js';
import { eventStoreDbEventStore } from './eventstoredb.js';
import { logIndexMigrations } from './eventstoredb/migrations.js';
import { eventLogMigrations } from './migrations.js';

eventStoreContract('EventStoreDB event store', async () => {
  const [logDatabase, indexDatabase] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const { sql } of [...eventLogMigrations, ...logIndexMigrations]) await indexDatabase.database.query(sql);
  const server = await startEventStoreDb({ databaseUrl: logDatabase.url });
  const open = () => {
    const store = eventStoreDbEventStore({ url: server.url, database: indexDatabase.database, log: silentLog });
    store.start();
    return store;
  };
  let store = open();
  return {
    store,
    async reopen() {
      await store.stop();
      return (store = open());
    },
    async close() {
      await store.stop();
      await server.stop();
      await Promise.all([logDatabase.drop(), indexDatabase.drop()]);
    },
  };
});
