import { eventLogMigrations, type EventStore, postgresEventStore } from '@tillwatch/event-store';
import { silentLog } from '@tillwatch/kernel';
import { connect, migrate, prepareRoles } from '@tillwatch/postgres';

export interface EventLog {
  store: EventStore;
  close(): Promise<void>;
}

/** The store alone, as the product opens it: the application's role, no projector. */
export async function openEventLog(ownerUrl: string): Promise<EventLog> {
  await migrate(ownerUrl, eventLogMigrations, silentLog);
  const database = connect({ url: await prepareRoles(ownerUrl) });
  return { store: postgresEventStore(database), close: () => database.close() };
}
