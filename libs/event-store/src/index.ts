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
export {
  eventStoreDbEventStore,
  type EventStoreDbEventStore,
  type EventStoreDbOptions,
  type EventStoreDbTimes,
} from './eventstoredb.js';
export { appendBytesOf, MAX_APPEND_BYTES } from './eventstoredb/append-limits.js';
export { ConnectionStringError } from './eventstoredb/connection-string.js';
export { dropLogIndex } from './eventstoredb/log-index.js';
export { logIndexMigrations } from './eventstoredb/migrations.js';
export { inMemoryEventStore } from './in-memory.js';
export { eventLogMigrations, EVENTS_CHANNEL, platformEventMigrations } from './migrations.js';
export { postgresEventStore, type PostgresEventStoreOptions } from './postgres.js';
