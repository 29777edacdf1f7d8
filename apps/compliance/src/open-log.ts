import { eventStoreDbEventStore, type EventStore, postgresEventStore, type StoredEvent } from '@tillwatch/event-store';
import type { Log } from '@tillwatch/kernel';
import type { Database, Queryable } from '@tillwatch/postgres';
import { type AlertAppender, logOf, type LogSource, logTable, NotCaughtUpError } from '@tillwatch/read-models';

/** The log, and how the projector lives with it. */
export interface OpenLog {
  store: EventStore;
  /** What a rebuild reads. */
  source: LogSource;
  /** How alerts get into it; absent: in the projector's own transaction. */
  appendAlerts?: AlertAppender;
  start(): void;
  stop(): Promise<void>;
}

/** The projector, as far as an append's own transaction takes it along. */
interface Alongside {
  isReady(): boolean;
  apply(tx: Queryable, events: readonly StoredEvent[]): Promise<void>;
}

/** In PostgreSQL: what appends also projects, while the projector keeps up. */
export function logInPostgres(database: Database, alongside: Alongside, log: Log): OpenLog {
  const store = postgresEventStore(database, {
    alongside: (tx, events) => alongside.apply(tx, events),
    isAlongsideReady: () => alongside.isReady(),
    onAlongsideFailure: (error) => {
      // Being behind is a state, said once by the lag metric; anything else is a fault.
      if (error instanceof NotCaughtUpError) log.debug({ reason: error.message }, 'appended without projecting');
      else log.warn({ err: error }, 'appended without projecting; catching up from the log');
    },
  });
  return { store, source: logTable(database), start() {}, async stop() {} };
}

/** In EventStoreDB: the projector follows, and alerts are appended beside its transaction. */
export function logInEventStoreDb(url: string, database: Database, log: Log): OpenLog {
  const store = eventStoreDbEventStore({ url, database, log });
  return {
    store,
    source: logOf(store),
    appendAlerts: (_tx, appends) => store.append(appends),
    start: () => store.start(),
    stop: () => store.stop(),
  };
}
