import type { Log } from '@tillwatch/kernel';
import kafkajs, { type Producer } from 'kafkajs';
import { type Client, createClient, type KafkaConnection, retry } from './connection.js';

export interface ProducerMessage {
  /** Records of one key stay in order; null: any partition. */
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers?: Record<string, string | Buffer>;
}

export type Message = ProducerMessage & { partition: number };

/** One producer id with its sequence numbers. Whoever sends a partition's batch waits for the outcome of the one before. */
export class ProducerSession {
  private readonly client: Client;
  private readonly producer: Producer;
  private readonly ended = Promise.withResolvers<never>();
  private connected: Promise<void> | undefined;

  constructor(
    connection: KafkaConnection,
    log: Log,
    private readonly compression: 'none' | 'gzip',
  ) {
    this.client = createClient(connection, log);
    this.producer = this.client.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { ...retry, retries: Number.MAX_SAFE_INTEGER },
      createPartitioner: () => (args) => args.message.partition!,
    });
    this.ended.promise.catch(() => {});
  }

  /** One try as kafkajs understands it: it retries the same sequence numbers itself while it has a connection. */
  async send(topic: string, batch: readonly Message[]): Promise<void> {
    const compression = kafkajs.CompressionTypes[this.compression === 'gzip' ? 'GZIP' : 'None'];
    const sending = this.connect().then(() =>
      this.producer.send({ topic, messages: [...batch], acks: -1, compression }),
    );
    await Promise.race([sending, this.ended.promise]);
  }

  /** From now on nothing reaches the broker; what is under way rejects with an unknown outcome. */
  end(): void {
    this.ended.reject(new ReplacedError('This producer has been replaced.'));
    this.client.wire.cut();
    this.producer.disconnect().catch(() => {});
  }

  private connect(): Promise<void> {
    this.connected ??= this.producer.connect().catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
    return this.connected;
  }
}

class ReplacedError extends Error {}

/** The broker did not write the batch and never will. */
const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** The broker and the producer do not agree on the sequence any more. */
const disagreements = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
  'KAFKAJS_UNKNOWN_ERROR_CODE', // those the client does not know: PRODUCER_FENCED and newer
]);

/** What a failed try means: the batch is there; never will be; needs a new producer id; may be tried again as it is. */
export function verdictOf(error: unknown): 'stored' | 'refused' | 'lost' | 'again' {
  let root = error as Error & { type?: string };
  while (root.cause instanceof Error) root = root.cause;
  const type = root.type ?? '';
  if (type === 'DUPLICATE_SEQUENCE_NUMBER') return 'stored';
  if (refusals.has(type)) return 'refused';
  if (disagreements.has(type)) return 'lost';
  // What kafkajs says about its arguments, and what is no error of its own, will be the same next time.
  const mayPass =
    root instanceof ReplacedError || (/^KafkaJS/.test(root.name) && root.name !== 'KafkaJSNonRetriableError');
  return mayPass ? 'again' : 'refused';
}
