import { ByteReader } from './byte-reader.js';
import { type FetchedRecord, readRecordBatches, unreadableRecord } from './record-batch.js';

interface FetchedPartition {
  partition: number;
  errorCode: number;
  highWatermark: string;
  lastStableOffset: string;
  lastStartOffset: string;
  abortedTransactions: { producerId: string; firstOffset: string }[];
  preferredReadReplica: number;
  messages: FetchedRecord[];
}

/** What kafkajs's own decoder of Fetch version 11 returns. */
export interface FetchResponse {
  throttleTime: 0;
  clientSideThrottleTime: number;
  errorCode: number;
  sessionId: number;
  responses: { topicName: string; partitions: FetchedPartition[] }[];
}

/** The broker cannot read its own disk: it gives an error for the partition, and no bytes. */
const CORRUPT_MESSAGE = 2;
const KAFKA_STORAGE_ERROR = 56;

/**
 * Decodes a Fetch response, version 11. In contrast to kafkajs's own decoder one unreadable batch does not fail the fetch
 * of every partition, checksums are verified, and all codecs are known.
 */
export async function decodeFetchResponse(payload: Buffer): Promise<FetchResponse> {
  const reader = new ByteReader(payload);
  const response: FetchResponse = {
    throttleTime: 0,
    clientSideThrottleTime: reader.int32(),
    errorCode: reader.int16(),
    sessionId: reader.int32(),
    responses: [],
  };
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = { topicName: reader.text(), partitions: [] as FetchedPartition[] };
    for (let partitions = reader.int32(); partitions > 0; partitions--) {
      topic.partitions.push(await readPartition(reader));
    }
    response.responses.push(topic);
  }
  return response;
}

async function readPartition(reader: ByteReader): Promise<FetchedPartition> {
  const partition: FetchedPartition = {
    partition: reader.int32(),
    errorCode: reader.int16(),
    highWatermark: String(reader.int64()),
    lastStableOffset: String(reader.int64()),
    lastStartOffset: String(reader.int64()),
    abortedTransactions: reader.array(() => ({
      producerId: String(reader.int64()),
      firstOffset: String(reader.int64()),
    })),
    preferredReadReplica: reader.int32(),
    messages: [],
  };
  const size = reader.int32();
  if (size > 0) partition.messages = await readRecordBatches(reader.take(size));
  if (partition.errorCode === CORRUPT_MESSAGE || partition.errorCode === KAFKA_STORAGE_ERROR) {
    partition.messages = [withheld(partition.errorCode, partition.highWatermark)];
    partition.errorCode = 0; // any other would fail the fetch of every partition
  }
  return partition;
}

function withheld(errorCode: number, highWatermark: string): FetchedRecord {
  const reason = `The broker gives no records, only error ${errorCode}.`;
  return unreadableRecord({ reason, firstOffset: highWatermark }, highWatermark, null);
}
