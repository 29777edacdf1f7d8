export { appendWithin } from './append-statement.js';
export {
  NO_STREAM,
  type EventStore,
  type NewEvent,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamAppend,
  type StreamResult,
  type SubscribeOptions,
} from './event-store.js';
export { inMemoryEventStore } from './in-memory.js';
export { eventLogMigrations, EVENTS_CHANNEL } from './migrations.js';
export { postgresEventStore, type PostgresEventStoreOptions } from './postgres.js';
