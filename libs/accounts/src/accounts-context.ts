import type { EventStore } from '@tillwatch/event-store';
import type { Clock, Log } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';

/** What everything about accounts works with. */
export interface AccountsContext {
  database: Database;
  store: EventStore;
  clock: Clock;
  log: Log;
  tenant: string;
  /** The stores these merchants run now. */
  storesOf(merchants: readonly string[]): Promise<readonly string[]>;
  /** 64 hex digits: seals second factors and hashes what was typed as a name. The same for every process. */
  key: string;
}
