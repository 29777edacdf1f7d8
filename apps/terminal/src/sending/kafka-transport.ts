import { silentLog, type Log } from '@tillwatch/kernel';
import { UnavailableError } from './exchange.js';
import type { Transport } from './transport.js';

/** As much of `@tillwatch/kafka` as a terminal uses; it is loaded only where Kafka is configured. */
export interface KafkaConnection {
  brokers: string[];
  clientId: string;
  tls?: object | true;
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
}

export interface KafkaMessage {
  key: string;
  value: string;
  headers?: Record<string, string>;
}

/** Idempotent, acknowledged by all replicas in sync. */
export interface KafkaProducer {
  send(topic: string, messages: KafkaMessage[]): Promise<unknown>;
  close(): Promise<void>;
}

export type OpenProducer = (options: { connection: KafkaConnection; log: Log }) => Promise<KafkaProducer>;

const topic = 'terminal-events';
const headers = { 'content-type': 'application/cloudevents+json' };
/** A name that is not followed when this is compiled: most terminals have no Kafka. */
const library = '@tillwatch/kafka';

export interface KafkaTransportOptions {
  connection: KafkaConnection;
  terminalId: string;
  log?: Log;
  /** Default: that of `@tillwatch/kafka`. */
  openProducer?: OpenProducer;
}

/** Messages to Kafka, all of a terminal to one partition. `stored` means: by the brokers; what intake says of it stays there. */
export async function kafkaTransport(options: KafkaTransportOptions): Promise<Transport> {
  const { connection, terminalId, log = silentLog, openProducer = await loadProducer() } = options;
  let producer: KafkaProducer | undefined;
  return {
    async send(entries) {
      try {
        producer ??= await openProducer({ connection, log });
        await producer.send(
          topic,
          entries.map(({ text }) => ({ key: terminalId, value: text, headers })),
        );
      } catch (error) {
        throw new UnavailableError(error instanceof Error ? error.message : String(error));
      }
      return entries.map(({ event }) => ({ id: event.id, status: 'stored' }));
    },
    async close() {
      await producer?.close();
    },
  };
}

/** One producer for many terminals of one process. */
export function sharedProducer(openProducer?: OpenProducer): { open: OpenProducer; close(): Promise<void> } {
  let opening: Promise<KafkaProducer> | undefined;
  return {
    open: async (options) => {
      opening ??= (openProducer ?? (await loadProducer()))(options);
      return { send: (...sent) => opening!.then((producer) => producer.send(...sent)), close: async () => {} };
    },
    close: async () => (await opening)?.close(),
  };
}

async function loadProducer(): Promise<OpenProducer> {
  const { openProducer } = (await import(library)) as { openProducer: OpenProducer };
  return openProducer;
}
