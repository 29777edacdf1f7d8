import type { Log } from '@tillwatch/kernel';
import { ClusterAdmin } from './admin.js';
import { backOffMs } from './back-off.js';
import type { KafkaConnection } from './connection.js';
import { pause, unlessAborted } from './deadline.js';
import { Partitions } from './partitions.js';
import { type Message, type ProducerMessage, ProducerSession, verdictOf } from './producer-session.js';

export interface SendOptions {
  /** Without one the send is tried for ever. */
  signal?: AbortSignal;
}

export interface KafkaProducer {
  /**
   * Resolves when every in-sync replica has all messages. Rejects when the broker refuses them (too large, not allowed), or
   * with the signal's reason; then none, some or all of them may have been written, and sending them again may double them.
   */
  send(topic: string, messages: readonly ProducerMessage[], options?: SendOptions): Promise<void>;
  /** Ends what is under way with a rejection; finish your sends first. */
  close(): Promise<void>;
}

export interface ProducerOptions {
  connection: KafkaConnection;
  log: Log;
  /** Default gzip, which every client reads. */
  compression?: 'none' | 'gzip';
}

const RETRY = { firstMs: 200, longestMs: 10_000 };
/** Below a broker's default of 1 MiB for a record batch, before compression. */
const MAX_BATCH_BYTES = 900_000;
const RECORD_OVERHEAD = 100;

/**
 * An idempotent producer that loses and reorders nothing within a partition. kafkajs by itself does: after a lost answer it
 * takes the sequence numbers back, and another batch sent meanwhile takes the broker's "duplicate" for its own; and when a
 * partition changes its leader between two tries, it may be left out. So each batch has one partition, each partition one
 * batch under way, and that is tried again, unchanged, until its outcome is known. Needs no broker to open.
 */
export async function openProducer({ connection, log, compression = 'gzip' }: ProducerOptions): Promise<KafkaProducer> {
  const cluster = new ClusterAdmin(connection, log);
  const partitions = new Partitions(cluster, log);
  const closing = new AbortController();
  const turns = new Map<string, Promise<unknown>>();
  let session = new ProducerSession(connection, log, compression);

  async function send(
    topic: string,
    messages: readonly ProducerMessage[],
    { signal }: SendOptions = {},
  ): Promise<void> {
    const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const batches = splitBySize(await partitions.assign(topic, messages, either));
    const sent = await Promise.allSettled(batches.map((batch) => inTurn(topic, batch, either)));
    const failed = sent.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason as Error;
  }

  async function inTurn(topic: string, batch: readonly Message[], signal: AbortSignal): Promise<void> {
    const lane = `${topic}/${batch[0]!.partition}`;
    const before = turns.get(lane);
    const mine = (async () => {
      await before?.catch(() => {});
      signal.throwIfAborted();
      await deliver(topic, batch, signal);
    })();
    turns.set(lane, mine);
    const leave = () => turns.get(lane) === mine && turns.delete(lane);
    mine.then(leave, leave);
    await unlessAborted(signal, mine);
  }

  async function deliver(topic: string, batch: readonly Message[], signal: AbortSignal): Promise<void> {
    for (let failures = 0; ;) {
      const used = session;
      try {
        return await unlessAborted(signal, used.send(topic, batch));
      } catch (error) {
        const verdict = signal.aborted ? 'lost' : verdictOf(error);
        if (verdict === 'stored') return;
        // Given up with an unknown outcome, or out of step with the broker: these sequence numbers are used no more.
        if (verdict === 'lost' && session === used) {
          session = new ProducerSession(connection, log, compression);
          used.end();
        }
        signal.throwIfAborted();
        if (verdict === 'refused') throw error;
        failures++;
        log.warn({ topic, failures, reason: (error as Error).message }, 'Kafka does not take records yet');
        await pause(backOffMs(failures, RETRY), signal);
      }
    }
  }

  return {
    send,
    async close() {
      closing.abort(new Error('The producer is closed.'));
      session.end();
      await cluster.close();
    },
  };
}

/** Batches of one partition each, in the order given, each small enough for a broker unless it is a single message. */
export function splitBySize(messages: readonly Message[]): Message[][] {
  const open = new Map<number, { batch: Message[]; bytes: number }>();
  const batches: Message[][] = [];
  for (const message of messages) {
    const bytes = sizeOf(message);
    const current = open.get(message.partition);
    if (current && current.bytes + bytes <= MAX_BATCH_BYTES) {
      current.batch.push(message);
      current.bytes += bytes;
      continue;
    }
    const batch = [message];
    open.set(message.partition, { batch, bytes });
    batches.push(batch);
  }
  return batches;
}

function sizeOf({ key, value, headers }: Message): number {
  const sized = [key ?? '', value ?? '', ...Object.entries(headers ?? {}).flat()];
  return sized.reduce((sum, part) => sum + Buffer.byteLength(part), RECORD_OVERHEAD);
}
