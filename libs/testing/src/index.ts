export { startFaultProxy, type FaultProxy, type FaultProxyOptions } from './fault-proxy.js';
export { newKey, type SigningKey } from './signing-key.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
