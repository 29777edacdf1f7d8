import {
  eventLogMigrations,
  type EventStoreDbEventStore,
  eventStoreDbEventStore,
  type EventStoreDbTimes,
  logIndexMigrations,
} from '@tillwatch/event-store';
import { type Log, silentLog } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { type EventStoreDb, type EventStoreDbOptions, startEventStoreDb } from './eventstoredb.js';
import { createTestDatabase } from './test-database.js';

/** An empty log in EventStoreDB: the server, and a database for the index. */
export interface EventStoreDbLog {
  server: EventStoreDb;
  /** Holds the index. */
  database: Database;
  /** Of that database. */
  databaseUrl: string;
  /** As another process would: an adapter of its own. Started, and stopped by `drop`. */
  open(options?: { url?: string; log?: Log; times?: Partial<EventStoreDbTimes> }): EventStoreDbEventStore;
  /** The server ends and comes back at the same port with the same log. */
  restartServer(): Promise<void>;
  drop(): Promise<void>;
}

export async function createEventStoreDbLog(
  options: Omit<EventStoreDbOptions, 'databaseUrl'> = {},
): Promise<EventStoreDbLog> {
  const [ofLog, ofIndex] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const { sql } of [...eventLogMigrations, ...logIndexMigrations]) await ofIndex.database.query(sql);
  const opened: EventStoreDbEventStore[] = [];
  const log: EventStoreDbLog = {
    server: await startEventStoreDb({ ...options, databaseUrl: ofLog.url }),
    database: ofIndex.database,
    databaseUrl: ofIndex.url,
    open({ url = log.server.url, ...more } = {}) {
      const store = eventStoreDbEventStore({ url, database: ofIndex.database, log: silentLog, ...more });
      store.start();
      opened.push(store);
      return store;
    },
    async restartServer() {
      const { port } = log.server;
      await log.server.stop();
      log.server = await startEventStoreDb({ ...options, databaseUrl: ofLog.url, port });
    },
    async drop() {
      await Promise.all(opened.map((store) => store.stop()));
      await log.server.stop();
      await Promise.all([ofLog.drop(), ofIndex.drop()]);
    },
  };
  return log;
}
