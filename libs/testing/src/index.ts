export { type AppendFault, type EventStoreDb, type EventStoreDbOptions, startEventStoreDb } from './eventstoredb.js';
export { startFaultProxy, type FaultProxy, type FaultProxyOptions } from './fault-proxy.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
