export { startKafka, type KafkaBroker, type KafkaOptions } from './kafka-broker.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
