import type { EventStore } from '@tillwatch/event-store';
import { type KafkaConnection, type KafkaConsumer, openProducer, startConsumer, topics } from '@tillwatch/kafka';
import type { Clock, Log } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { Gauge, type Registry } from 'prom-client';
import type { Intake } from './intake/intake.js';
import type { IntakeMetrics } from './intake/intake-metrics.js';
import { KafkaIntake } from './intake/kafka-intake.js';
import { DurableSubscription } from './subscriptions/durable-subscription.js';
import { publishToKafka } from './subscriptions/publish-to-kafka.js';

export interface KafkaPlace {
  connection: KafkaConnection;
  /** Before the names of our topics and group. */
  prefix: string;
}

export interface KafkaOptions extends KafkaPlace {
  intake: Intake;
  store: EventStore;
  database: Database;
  intakeMetrics: IntakeMetrics;
  metrics: Registry;
  clock: Clock;
  log: Log;
  tenant: string;
}

export interface OpenKafka {
  consumer: KafkaConsumer;
  /** Takes no more records and publishes no more; what was taken is finished. */
  stop(): Promise<void>;
}

/** Instances with the same group share the partitions of `terminal-events`. */
const group = 'tillwatch-intake';
/** Lock of whoever publishes ("publ" in ASCII). */
const publisherLock = 0x7075626c;

/** Events in from Kafka, alerts and commands out to it. Needs no broker to open: it keeps trying. */
export async function openKafka(options: KafkaOptions): Promise<OpenKafka> {
  const { connection, prefix, intake, store, database, intakeMetrics, metrics, clock, log, tenant } = options;
  const producer = await openProducer({ connection, log });
  const records = new KafkaIntake({
    intake,
    producer,
    deadLetterTopic: prefix + topics.deadLetters,
    database,
    metrics: intakeMetrics,
    clock,
    log,
    tenant,
  });
  const consumer = await startConsumer({
    connection,
    groupId: prefix + group,
    topics: [prefix + topics.terminalEvents],
    handle: (batch) => records.take(batch),
    onUndecodable: (undecodable) => records.takeUndecodable(undecodable),
    log,
  });
  const publisher = new DurableSubscription({
    name: 'kafka-publisher',
    lockKey: publisherLock,
    database,
    store,
    handle: publishToKafka(producer, { alerts: prefix + topics.alerts, commands: prefix + topics.terminalCommands }),
    log,
  });
  publisher.start();
  watch(consumer, metrics);
  return {
    consumer,
    async stop() {
      await consumer.stop();
      await publisher.stop();
      await producer.close();
    },
  };
}

function watch(consumer: KafkaConsumer, metrics: Registry): void {
  const registers = [metrics];
  new Gauge({
    name: 'tillwatch_kafka_lag_records',
    help: 'Records that the partitions assigned to this instance are behind; NaN while Kafka cannot be asked.',
    registers,
    async collect() {
      this.set(await consumer.lag().catch(() => NaN));
    },
  });
  new Gauge({
    name: 'tillwatch_kafka_consumer_restarts',
    help: 'How often the consumer was built anew after a crash or a hang of the client.',
    registers,
    collect() {
      this.set(consumer.restarts);
    },
  });
}
