import type { ClusterAdmin } from './admin.js';
import { nameOf, type TopicPartition } from './records.js';

export type PartitionLag = TopicPartition & { lag: bigint };

/**
 * How many offsets each partition is behind its end: behind `position`, where that is known, else behind the group's
 * commit, else behind its first record.
 */
export async function partitionLags(
  cluster: ClusterAdmin,
  groupId: string,
  partitions: readonly TopicPartition[],
  position: (at: TopicPartition) => bigint | undefined,
): Promise<PartitionLag[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  if (topics.length === 0) return [];
  const { ends, commits } = await cluster.ask(async (admin) => ({
    ends: await Promise.all(topics.map(async (topic) => ({ topic, offsets: await admin.fetchTopicOffsets(topic) }))),
    commits: await admin.fetchOffsets({ groupId, topics }),
  }));
  const first = new Map<string, bigint>();
  const end = new Map<string, bigint>();
  for (const { topic, offsets } of ends) {
    for (const { partition, low, high } of offsets) {
      first.set(nameOf({ topic, partition }), BigInt(low));
      end.set(nameOf({ topic, partition }), BigInt(high));
    }
  }
  const committed = new Map<string, bigint>();
  for (const { topic, partitions: offsets } of commits) {
    for (const { partition, offset } of offsets) committed.set(nameOf({ topic, partition }), BigInt(offset));
  }
  return partitions.map((at) => {
    const name = nameOf(at);
    const from = position(at) ?? latest(committed.get(name), first.get(name));
    const lag = (end.get(name) ?? 0n) - from;
    return { ...at, lag: lag > 0n ? lag : 0n };
  });
}

/** -1 is the broker's word for "no commit". */
const latest = (one = 0n, other = 0n): bigint => (one > other ? one : other);
