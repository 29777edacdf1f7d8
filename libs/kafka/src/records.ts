import type { Batch } from 'kafkajs';
import type { FetchedRecord, Headers } from './fetch/record-batch.js';

export interface TopicPartition {
  topic: string;
  partition: number;
}

export interface KafkaRecord extends TopicPartition {
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  /** ms since 1970: the sender's clock, or the broker's where the topic says so */
  timestamp: string;
  headers: Headers;
}

/** Records of one partition, in order, at least one. */
export interface RecordBatch extends TopicPartition {
  records: KafkaRecord[];
  /** Offset after the last record that the partition has. */
  highWatermark: string;
}

/** A record batch that cannot be read: damaged, or of an unknown format or codec. `raw` is the whole batch as it came. */
export interface Undecodable extends TopicPartition {
  firstOffset: string;
  lastOffset: string;
  raw: Buffer;
  reason: string;
}

export const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** One step through a fetched batch: what is given out at once, and the offset that is reached with it. */
export type Step = { lastOffset: string } & (
  { records: RecordBatch } | { undecodable: Undecodable } | { withheld: string }
);

/** Cuts a fetched batch into steps of at most `maxRecords`, keeping the order. */
export function stepsOf(batch: Batch, maxRecords: number): Step[] {
  const { topic, partition, highWatermark } = batch;
  const steps: Step[] = [];
  let open: KafkaRecord[] = [];
  // What kafkajs calls messages are the records of our own decoder.
  for (const message of batch.messages as unknown as FetchedRecord[]) {
    const { offset, key, value, timestamp, headers, unreadable } = message;
    if (unreadable) {
      open = [];
      const { reason, firstOffset } = unreadable;
      const undecodable = { topic, partition, firstOffset, lastOffset: offset, reason };
      steps.push({
        lastOffset: offset,
        ...(value ? { undecodable: { ...undecodable, raw: value } } : { withheld: reason }),
      });
      continue;
    }
    if (open.length === 0 || open.length === maxRecords) {
      open = [];
      steps.push({ lastOffset: offset, records: { topic, partition, records: open, highWatermark } });
    }
    open.push({ topic, partition, offset, key, value, timestamp, headers });
    steps.at(-1)!.lastOffset = offset;
  }
  // What follows, if anything, are transaction markers and aborted records: nobody is given those.
  const last = steps.at(-1);
  if (last) last.lastOffset = batch.lastOffset();
  return steps;
}
