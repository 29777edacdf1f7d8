export type { KafkaConnection } from './connection.js';
export { connectionOf } from './connection-of-settings.js';
export { type ConsumerOptions, type KafkaConsumer, startConsumer } from './consumer.js';
export type { ConsumerLimits } from './limits.js';
export { type KafkaProducer, openProducer, type ProducerOptions, type SendOptions } from './producer.js';
export type { ProducerMessage } from './producer-session.js';
export type { KafkaRecord, RecordBatch, TopicPartition, Undecodable } from './records.js';
export { topics, topicSpecs, type TopicSpec } from './topic-specs.js';
export { createTopics, type TopicReport } from './topics.js';
