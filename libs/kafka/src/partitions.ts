import type { Log } from '@tillwatch/kernel';
import { type PartitionMetadata, Partitioners } from 'kafkajs';
import type { ClusterAdmin } from './admin.js';
import { backOffMs } from './back-off.js';
import { pause, unlessAborted } from './deadline.js';
import type { Message, ProducerMessage } from './producer-session.js';

const RETRY = { firstMs: 200, longestMs: 10_000 };
const KNOWN_MS = 5 * 60_000;

/** Gives every message its partition, as Java's clients choose it. How many a topic has is asked once in five minutes. */
export class Partitions {
  private readonly choose = Partitioners.DefaultPartitioner();
  private readonly known = new Map<string, { at: number; partitions: PartitionMetadata[] }>();

  constructor(
    private readonly cluster: ClusterAdmin,
    private readonly log: Log,
  ) {}

  /** Rejects only with the signal's reason: a topic that does not exist yet, or a cluster that is away, is waited for. */
  async assign(topic: string, messages: readonly ProducerMessage[], signal: AbortSignal): Promise<Message[]> {
    const partitionMetadata = await this.of(topic, signal);
    return messages.map((message) => ({ ...message, partition: this.choose({ topic, partitionMetadata, message }) }));
  }

  private async of(topic: string, signal: AbortSignal): Promise<PartitionMetadata[]> {
    const known = this.known.get(topic);
    if (known && Date.now() - known.at < KNOWN_MS) return known.partitions;
    for (let failures = 1; ; failures++) {
      try {
        const asking = this.cluster.ask((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
        const { partitions } = (await unlessAborted(signal, asking)).topics[0]!;
        this.known.set(topic, { at: Date.now(), partitions });
        return partitions;
      } catch (error) {
        signal.throwIfAborted();
        this.log.warn({ topic, failures, reason: (error as Error).message }, 'Kafka does not tell its partitions yet');
        await pause(backOffMs(failures, RETRY), signal);
      }
    }
  }
}
