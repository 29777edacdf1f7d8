import { readSettings } from '@tillwatch/kernel';
import type { KafkaPlace } from '../sending/kafka-transport.js';

/** `host:port,host:port`; how to log in there is in the `TILLWATCH_KAFKA_*` variables. */
export async function kafkaPlace(brokers: string, clientId: string): Promise<KafkaPlace> {
  const { kafka } = readSettings({ ...process.env, TILLWATCH_KAFKA_BROKERS: brokers });
  const { connectionOf } = await import('@tillwatch/kafka');
  return { connection: await connectionOf(kafka!, clientId), prefix: kafka!.prefix };
}
