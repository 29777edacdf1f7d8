export { createEventStoreDbLog, type EventStoreDbLog } from './event-store-db-log.js';
export { type AppendFault, type EventStoreDb, type EventStoreDbOptions, startEventStoreDb } from './eventstoredb.js';
export { startFaultProxy, type FaultProxy, type FaultProxyOptions } from './fault-proxy.js';
export { startReceiver, type Received, type Receiver } from './receiver.js';
export { startKafka, type KafkaBroker, type KafkaOptions } from './kafka-broker.js';
export { type KafkaProxy, PRODUCE, startKafkaProxy } from './kafka-proxy.js';
export { newKey, type SigningKey } from './signing-key.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
