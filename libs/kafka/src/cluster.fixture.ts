import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '@tillwatch/kernel';
import type { KafkaConnection } from './connection.js';
import { type ConsumerOptions, type KafkaConsumer, startConsumer } from './consumer.js';
import { openProducer, type KafkaProducer } from './producer.js';
import type { RecordBatch } from './records.js';
import { createTopics } from './topics.js';
import type { TopicSpec } from './topic-specs.js';

/** The broker that the whole run shares, or the one given. */
export function connectionTo(brokers?: string[]): KafkaConnection {
  const given = brokers ?? process.env['TILLWATCH_TEST_KAFKA_BROKERS']?.split(',');
  if (!given) throw new Error('TILLWATCH_TEST_KAFKA_BROKERS is not set: run these tests with `npm run test:cluster`.');
  return { brokers: given, clientId: 'test' };
}

/** A topic that nobody else has. */
export async function makeTopic(connection: KafkaConnection, spec: Partial<TopicSpec> = {}): Promise<string> {
  const name = `test-${randomUUID()}`;
  const whole = { partitions: 3, retentionMs: 3_600_000, compression: 'producer', maxMessageBytes: 1_048_576 } as const;
  await createTopics(connection, [{ name, ...whole, ...spec }], silentLog);
  return name;
}

/** Fast enough for tests and still legal for the broker. */
export const quickLimits = {
  sessionMs: 6_000,
  heartbeatMs: 500,
  fetchWaitMs: 100,
  retry: { firstMs: 50, longestMs: 400 },
} as const;

/** What the tests of one file open, closed after each test. */
export class Bench {
  private readonly closing: (() => Promise<void>)[] = [];

  constructor(readonly connection: KafkaConnection) {}

  async consume(options: Partial<ConsumerOptions> & { topics: string[] }): Promise<KafkaConsumer> {
    const consumer = await startConsumer({
      connection: this.connection,
      groupId: `group-${randomUUID()}`,
      handle: () => Promise.resolve(),
      onUndecodable: () => Promise.reject(new Error('nothing here is undecodable')),
      log: silentLog,
      ...options,
      limits: { ...quickLimits, ...options.limits },
    });
    this.closing.push(() => consumer.stop());
    return consumer;
  }

  async produce(compression: 'none' | 'gzip' = 'none'): Promise<KafkaProducer> {
    const producer = await openProducer({ connection: this.connection, log: silentLog, compression });
    this.closing.push(() => producer.close());
    return producer;
  }

  async close(): Promise<void> {
    await Promise.all(this.closing.splice(0).map((close) => close()));
  }
}

export const numbered = (from: number, to: number, keys = 10) =>
  Array.from({ length: to - from }, (_, index) => ({ key: `till-${index % keys}`, value: String(from + index) }));

export const valuesOf = (batch: RecordBatch): number[] => batch.records.map(({ value }) => Number(value));

/** Polls until the check holds; a rejection is as good as a no. A loaded machine gets its time. */
export async function eventually(what: string, check: () => boolean | Promise<boolean>, ms = 90_000): Promise<void> {
  const holds = async () => {
    try {
      return await check();
    } catch {
      return false;
    }
  };
  for (const deadline = Date.now() + ms; !(await holds()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}`);
  }
}
