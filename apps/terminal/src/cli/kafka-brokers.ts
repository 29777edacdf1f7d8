import type { KafkaConnection } from '../sending/kafka-transport.js';

/** `host:port,host:port` as a connection. */
export function kafkaFrom(brokers: string): KafkaConnection {
  return { brokers: brokers.split(',').map((broker) => broker.trim()), clientId: 'tillwatch-terminal' };
}
