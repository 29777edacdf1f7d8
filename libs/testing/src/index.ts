export { startFaultProxy, type FaultProxy, type FaultProxyOptions } from './fault-proxy.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
