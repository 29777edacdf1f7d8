export { createEventStoreDbLog, type EventStoreDbLog } from './event-store-db-log.js';
export { type AppendFault, type EventStoreDb, type EventStoreDbOptions, startEventStoreDb } from './eventstoredb.js';
export { rememberingLog, type RememberingLog } from './remembering-log.js';
export { type EventStoreDbProcess, spawnEventStoreDb } from './spawn-event-store-db.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
