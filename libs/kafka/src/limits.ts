/** Limits of a consumer; each has a default. Times in ms. */
export interface ConsumerLimits {
  /** Without a heartbeat for so long a member is out of the group and its partitions go to others. Brokers take 6 s and more. */
  sessionMs: number;
  heartbeatMs: number;
  /** In a rebalance the group waits so long for members that finish their batches. */
  rebalanceMs: number;
  /** How long a fetch waits at the broker for records. */
  fetchWaitMs: number;
  /** Bytes of one fetch, and of one partition in it; a single larger batch is fetched all the same. */
  fetchBytes: number;
  fetchBytesPerPartition: number;
  /** Most records that `handle` is given at once. */
  maxRecords: number;
  /** Partitions that are handled at the same time. */
  concurrency: number;
  /** Then the signal that `handle` was given aborts. */
  handleMs: number;
  /** Wait after `handle` rejected. */
  retry: { firstMs: number; longestMs: number };
  /** A partition with records and no progress for so long means that kafkajs hangs; so does silence for `rebalanceMs` more. */
  stallMs: number;
  /** `stop` lets handlers finish for so long, then aborts them. */
  stopMs: number;
}

export const defaultLimits: ConsumerLimits = {
  sessionMs: 8_000,
  heartbeatMs: 2_000,
  rebalanceMs: 30_000,
  fetchWaitMs: 500,
  fetchBytes: 8 * 1024 * 1024,
  fetchBytesPerPartition: 1024 * 1024,
  maxRecords: 5_000,
  concurrency: 16,
  handleMs: 120_000,
  retry: { firstMs: 200, longestMs: 30_000 },
  stallMs: 30_000,
  stopMs: 10_000,
};
