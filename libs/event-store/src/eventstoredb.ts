import type { Log } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import type { EventStore, SubscribeOptions } from './event-store.js';
import { Appender } from './eventstoredb/appender.js';
import { checkConnectionString } from './eventstoredb/connection-string.js';
import { IndexWaits } from './eventstoredb/index-waits.js';
import { Indexer, type IndexerTimes } from './eventstoredb/indexer.js';
import { type CallDeadlines, LogClient } from './eventstoredb/log-client.js';
import { LogIndex } from './eventstoredb/log-index.js';
import { Reader } from './eventstoredb/reader.js';
import { EVENTS_CHANNEL } from './migrations.js';
import { sharedListening } from './shared-listening.js';
import { Doorbell, follow } from './subscription.js';

/** ms */
export interface EventStoreDbTimes extends IndexerTimes, CallDeadlines {
  /** An append or a read waits so long for the index to have its events. */
  indexMs: number;
}

const defaultTimes: EventStoreDbTimes = {
  appendMs: 5_000,
  readMs: 15_000,
  indexMs: 15_000,
  lookMs: 10_000,
  stalledMs: 30_000,
  firstRetryMs: 100,
  lastRetryMs: 5_000,
};

export interface EventStoreDbOptions {
  /** `esdb://` or `esdb+discover://`, as EventStoreDB's documentation has it. Never logged: it may hold credentials. */
  url: string;
  /** Holds the log index; `logIndexMigrations` made its tables. */
  database: Database;
  log: Log;
  times?: Partial<EventStoreDbTimes>;
}

export interface EventStoreDbEventStore extends EventStore {
  /** Competes for the lead on the log index. Somebody must, or appends wait in vain. */
  start(): void;
  /** What is under way is rejected: let it end first. */
  stop(): Promise<void>;
  /** Whether this process keeps the index. */
  readonly isLeader: boolean;
  /**
   * Bytes of EventStoreDB's log after the last that the index has looked at. Records of the server's own count until it
   * tells of them, so a quiet log may stay a little behind.
   */
  lag(): Promise<number>;
}

/**
 * The log in EventStoreDB or KurrentDB, with an index of it in PostgreSQL that gives positions without holes and knows
 * identities (docs/adr/0012-log-index.md). Throws `ConnectionStringError`.
 */
export function eventStoreDbEventStore({
  url,
  database,
  log,
  times: given,
}: EventStoreDbOptions): EventStoreDbEventStore {
  const { dropsCredentials } = checkConnectionString(url);
  if (dropsCredentials) log.warn({}, 'EventStoreDB is used without TLS, so its credentials are not sent.');
  const times = { ...defaultTimes, ...given };
  const doorbell = new Doorbell();
  const listening = sharedListening(database, EVENTS_CHANNEL, () => doorbell.ring());
  const client = new LogClient(url, times);
  const index = new LogIndex(database);
  const waits = new IndexWaits(index, doorbell, times.indexMs);
  const appender = new Appender(client, index, waits);
  const reader = new Reader(client, index, waits);
  const indexer = new Indexer({
    client,
    index,
    database,
    doorbell,
    waits,
    identities: appender.identities,
    log,
    times,
  });
  const readAll = (after: number, limit: number) => reader.readAll(after, limit);
  const readPlatform = (after: number, limit: number) => reader.readPlatform(after, limit);
  let stopListening: Promise<() => Promise<void>> | undefined;

  return {
    append: (appends) => appender.append(appends),
    readAll,
    readStream: (stream, options) => reader.readStream(stream, options),
    find: (stream, identities) => reader.find(stream, identities),
    head: async () => (await index.checkpoint()).position,

    async *subscribe(options: SubscribeOptions) {
      const stop = await listening.start();
      try {
        yield* follow(options.part ? readPlatform : readAll, doorbell, options);
      } finally {
        await stop();
      }
    },

    start() {
      stopListening = listening.start();
      stopListening.catch((error: unknown) => log.warn({ err: error }, 'The log index is polled: LISTEN failed.'));
      indexer.start();
    },

    async stop() {
      await indexer.stop();
      const stop = await stopListening?.catch(() => undefined);
      await stop?.();
      await client.close();
    },

    get isLeader() {
      return indexer.isLeader;
    },

    async lag() {
      const [end, { at }] = await Promise.all([client.end(), index.checkpoint()]);
      return Number((end?.commit ?? 0n) - (at?.commit ?? 0n));
    },
  };
}
