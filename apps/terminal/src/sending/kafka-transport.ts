import type { KafkaConnection, KafkaProducer, openProducer } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { UnavailableError } from './exchange.js';
import type { Transport } from './transport.js';

/** Where events go and commands come from. The library is loaded only where this is given: most terminals have no Kafka. */
export interface KafkaPlace {
  connection: KafkaConnection;
  /** Before the names of the topics. */
  prefix?: string;
}

export type OpenProducer = (options: Parameters<typeof openProducer>[0]) => Promise<KafkaProducer>;

const topic = 'terminal-events';
const headers = { 'content-type': 'application/cloudevents+json' };

export interface KafkaTransportOptions extends KafkaPlace {
  terminalId: string;
  /** Default: that of `@tillwatch/kafka`. */
  openProducer?: OpenProducer;
}

/** Messages to Kafka, all of a terminal to one partition. `stored` means: by the brokers; what intake says of it stays there. */
export function kafkaTransport({
  connection,
  prefix = '',
  terminalId,
  openProducer,
}: KafkaTransportOptions): Transport {
  const producer = lazily(openProducer, connection);
  return {
    async send(entries, signal) {
      try {
        const messages = entries.map(({ text }) => ({ key: terminalId, value: text, headers }));
        await (await producer.get()).send(prefix + topic, messages, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw new UnavailableError(error instanceof Error ? error.message : String(error));
      }
      return entries.map(({ event }) => ({ id: event.id, status: 'stored' }));
    },
    close: () => producer.close(),
  };
}

/** One producer for many terminals of one process. */
export function sharedProducer(
  connection: KafkaConnection,
  openProducer?: OpenProducer,
): { open: OpenProducer; close(): Promise<void> } {
  const producer = lazily(openProducer, connection);
  return {
    open: async () => ({ send: async (...sent) => (await producer.get()).send(...sent), close: async () => {} }),
    close: () => producer.close(),
  };
}

/** Opened when it is first used; a failure to open it is no reason not to try again. */
function lazily(
  openProducer: OpenProducer | undefined,
  connection: KafkaConnection,
): { get(): Promise<KafkaProducer>; close(): Promise<void> } {
  let opening: Promise<KafkaProducer> | undefined;
  const open = async (): Promise<KafkaProducer> => {
    const opener = openProducer ?? (await import('@tillwatch/kafka')).openProducer;
    return opener({ connection, log: silentLog });
  };
  return {
    get: () =>
      (opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      })),
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}
