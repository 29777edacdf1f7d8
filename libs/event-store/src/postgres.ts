import { isDatabaseError, type Database, type Queryable } from '@tillwatch/postgres';
import { AppendQueue } from './append-queue.js';
import { storedEvents, type Placement, type StreamGroup } from './append-round.js';
import { callAppendEvents } from './append-statement.js';
import { checkLimit, SEPARATOR } from './check-append.js';
import type { EventStore, ReadStreamOptions, StoredEvent, SubscribeOptions } from './event-store.js';
import { EVENTS_CHANNEL, OF_THE_PLATFORM } from './migrations.js';
import { sharedListening } from './shared-listening.js';
import { Doorbell, follow } from './subscription.js';

export interface PostgresEventStoreOptions {
  /**
   * Runs after the insert, in the same transaction, with the events stored by it in log order. When it throws, both are
   * rolled back and the events are appended without it: evidence is not refused because a projection fails.
   */
  alongside?: (tx: Queryable, events: StoredEvent[]) => Promise<void>;
  /** Asked before each round: false appends alone at once, instead of finding out in the middle. Default: always ready. */
  isAlongsideReady?: () => boolean;
  /** Told each time `alongside` threw; must not throw. */
  onAlongsideFailure?: (error: unknown) => void;
}

const COLUMNS = 'position, stream, revision, id, identity, type, header, data';
const DEFAULT_LIMIT = 1_000;
const LAST_REVISION = 2_147_483_647;

/** The log in PostgreSQL; `eventLogMigrations` made its tables. Throws `DatabaseError` when the database fails. */
export function postgresEventStore(database: Database, options: PostgresEventStoreOptions = {}): EventStore {
  const doorbell = new Doorbell();
  const listening = sharedListening(database, EVENTS_CHANNEL, () => doorbell.ring());
  const queue = new AppendQueue(async (groups) => {
    const placement = await appendRound(database, groups, options);
    doorbell.ring();
    return placement;
  });

  const readAll = async (after: number, limit: number): Promise<StoredEvent[]> =>
    database.query<StoredEvent>(
      `SELECT ${COLUMNS} FROM tillwatch.events WHERE position > $1 ORDER BY position LIMIT $2`,
      [after, checkLimit(limit)],
      'read-all',
    );

  const readPlatform = async (after: number, limit: number): Promise<StoredEvent[]> =>
    database.query<StoredEvent>(
      `SELECT ${COLUMNS} FROM tillwatch.events
       WHERE position > $1 AND ${OF_THE_PLATFORM} ORDER BY position LIMIT $2`,
      [after, checkLimit(limit)],
      'read-platform',
    );

  return {
    append: (appends) => queue.append(appends),
    readAll,
    readStream: (stream, readOptions) => readStream(database, stream, readOptions),

    async find(stream, identities) {
      if (identities.length === 0) return [];
      return database.query<StoredEvent>(
        `SELECT ${COLUMNS} FROM tillwatch.events
         WHERE stream = $1 AND identity = ANY (string_to_array($2, chr(30)))`,
        [stream, identities.join(SEPARATOR)],
        'find',
      );
    },

    async head() {
      const rows = await database.query<{ position: number }>('SELECT position FROM tillwatch.log_head');
      return rows[0]!.position;
    },

    async *subscribe(subscribeOptions: SubscribeOptions) {
      const stopListening = await listening.start();
      try {
        yield* follow(subscribeOptions.part ? readPlatform : readAll, doorbell, subscribeOptions);
      } finally {
        await stopListening();
      }
    },
  };
}

async function readStream(
  database: Database,
  stream: string,
  { backwards = false, from = backwards ? LAST_REVISION : 0, limit = DEFAULT_LIMIT }: ReadStreamOptions = {},
): Promise<StoredEvent[]> {
  const range = backwards ? 'revision <= $2 ORDER BY revision DESC' : 'revision >= $2 ORDER BY revision';
  return database.query<StoredEvent>(
    `SELECT ${COLUMNS} FROM tillwatch.events WHERE stream = $1 AND ${range} LIMIT $3`,
    [stream, from, checkLimit(limit)],
    backwards ? 'read-stream-backwards' : 'read-stream',
  );
}

async function appendRound(
  database: Database,
  groups: StreamGroup[],
  { alongside, isAlongsideReady, onAlongsideFailure }: PostgresEventStoreOptions,
): Promise<Placement> {
  if (!alongside || isAlongsideReady?.() === false) return callAppendEvents(database, groups);
  const reached = { alongside: false, commit: false };
  try {
    return await database.transaction(async (tx) => {
      const placement = await callAppendEvents(tx, groups);
      reached.alongside = true;
      const events = storedEvents(groups, placement);
      if (events.length > 0) await alongside(tx, events);
      reached.commit = true;
      return placement;
    });
  } catch (error) {
    // A COMMIT that surely stored nothing is the doing of `alongside` too: it went on after a failed statement.
    const isItsFault = reached.alongside && !(reached.commit && isOutcomeUnknown(error));
    if (!isItsFault) throw error;
    onAlongsideFailure?.(error);
    return callAppendEvents(database, groups);
  }
}

function isOutcomeUnknown(error: unknown): boolean {
  return !isDatabaseError(error) || error.outcome === 'unknown';
}
