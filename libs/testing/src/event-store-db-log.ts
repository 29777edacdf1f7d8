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

export interface OpenOptions {
  url?: string;
  log?: Log;
  times?: Partial<EventStoreDbTimes>;
}

/** A log in EventStoreDB: the server, and a database for the index. */
export interface EventStoreDbLog {
  server: EventStoreDb;
  /** Holds the index. */
  database: Database;
  /** Of that database. */
  databaseUrl: string;
  /** As another process would: an adapter of its own. It is started, and stopped by `reset` and `drop`. */
  open(options?: OpenOptions): EventStoreDbEventStore;
  /** The server ends and comes back at the same port with the same log. */
  restartServer(): Promise<void>;
  /** Everything as it was in the beginning: nobody has it open, and both are empty. */
  reset(): Promise<void>;
  drop(): Promise<void>;
}

export async function createEventStoreDbLog(
  options: Omit<EventStoreDbOptions, 'databaseUrl'> = {},
): Promise<EventStoreDbLog> {
  const [ofLog, ofIndex] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const startServer = (port?: number): Promise<EventStoreDb> =>
    startEventStoreDb({ ...options, databaseUrl: ofLog.url, ...(port !== undefined && { port }) });
  const makeIndex = async (): Promise<void> => {
    for (const { sql } of [...eventLogMigrations, ...logIndexMigrations]) await ofIndex.database.query(sql);
  };
  const opened: EventStoreDbEventStore[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((store) => store.stop()));
    await log.server.stop();
  };
  await makeIndex();
  const log: EventStoreDbLog = {
    server: await startServer(),
    database: ofIndex.database,
    databaseUrl: ofIndex.url,
    open({ url = log.server.url, ...more } = {}) {
      const store = eventStoreDbEventStore({ url, database: ofIndex.database, log: silentLog, ...more });
      store.start();
      opened.push(store);
      return store;
    },
    async restartServer() {
      await log.server.stop();
      log.server = await startServer(log.server.port);
    },
    async reset() {
      await close();
      for (const { database } of [ofLog, ofIndex]) await database.query('DROP SCHEMA tillwatch CASCADE');
      await makeIndex();
      log.server = await startServer();
    },
    async drop() {
      await close();
      await Promise.all([ofLog.drop(), ofIndex.drop()]);
    },
  };
  return log;
}
