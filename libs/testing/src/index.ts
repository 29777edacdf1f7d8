export { startFaultProxy, type FaultProxy, type FaultProxyOptions } from './fault-proxy.js';
export { startReceiver, type Received, type Receiver } from './receiver.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
