import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';

export const partitions = 12;
const batchSize = 1_000;

export interface Message {
  key: string;
  value: string;
}

/** A new topic of 12 partitions with the messages in it, in record batches of a thousand, not compressed. Returns its name. */
export async function preloadTopic(brokers: readonly string[], messages: Iterable<Message>): Promise<string> {
  const topic = `bench-${randomUUID()}`;
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: false });
  await admin.disconnect();
  const producer = kafka.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition!,
  });
  await producer.connect();
  const waiting = new Map<number, (Message & { partition: number })[]>();
  const send = (batch: (Message & { partition: number })[]) => producer.send({ topic, messages: batch });
  for (const message of messages) {
    const partition = partitionOf(message.key);
    const batch = waiting.get(partition) ?? [];
    batch.push({ ...message, partition });
    waiting.set(partition, batch.length === batchSize ? [] : batch);
    if (batch.length === batchSize) await send(batch);
  }
  for (const batch of waiting.values()) if (batch.length > 0) await send(batch);
  await producer.disconnect();
  return topic;
}

/** Messages of about 350 bytes, as terminals send them. */
export function* plainMessages(count: number): Generator<Message> {
  for (let index = 0; index < count; index++) {
    const terminal = `till-${index % 200}`;
    const data = { sessionId: randomUUID(), factors: ['pin'], network: 'ethernet' };
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: `/terminals/${terminal}`,
      subject: `op-${index % 40}`,
    };
    const place = { type: 'tillwatch.LoginSucceeded.v1', time: '2026-11-23T09:30:00.000+08:00', epoch: 1 };
    yield { key: terminal, value: JSON.stringify({ ...event, ...place, sequence: String(index), data }) };
  }
}

/** Records per second that kafkajs's own `eachBatch` gives out of the topic: what no consumer built on it can exceed. */
export async function rawConsumption(brokers: readonly string[], topic: string, count: number): Promise<number> {
  const script = fileURLToPath(new URL('./kafka-raw.ts', import.meta.url));
  const { stdout } = await promisify(execFile)('node', [script, brokers.join(','), topic, String(count)]);
  return Number(stdout);
}

/** Any spread will do that keeps a key in one partition. */
function partitionOf(key: string): number {
  let hash = 0;
  for (const char of key) hash = (hash * 31 + char.charCodeAt(0)) | 0;
  return Math.abs(hash) % partitions;
}
