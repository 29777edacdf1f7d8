export const topics = {
  /** One CloudEvent a record, key = terminal id. */
  terminalEvents: 'terminal-events',
  /** What could not become an event: raw bytes, reason, where it stood. */
  deadLetters: 'terminal-events.dead-letter',
  /** Key = terminal id. */
  terminalCommands: 'terminal-commands',
  /** One CloudEvent for each alert event, for other systems; key = alert id. */
  alerts: 'alerts',
} as const;

export interface TopicSpec {
  name: string;
  partitions: number;
  retentionMs: number;
  /** `producer` keeps what each sender chose. */
  compression: 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Of one record batch, as sent. */
  maxMessageBytes: number;
}

const DAY = 24 * 3_600_000;
const MiB = 1024 * 1024;

/**
 * The log is the truth and Kafka the way to it, so topics keep what a long weekend and an outage need, not more. A dead
 * letter holds a whole record batch of another topic, so it may be larger than one.
 */
export const topicSpecs: readonly TopicSpec[] = [
  { name: topics.terminalEvents, partitions: 12, retentionMs: 7 * DAY, compression: 'producer', maxMessageBytes: MiB },
  {
    name: topics.deadLetters,
    partitions: 3,
    retentionMs: 30 * DAY,
    compression: 'producer',
    maxMessageBytes: 16 * MiB,
  },
  { name: topics.terminalCommands, partitions: 12, retentionMs: DAY, compression: 'producer', maxMessageBytes: MiB },
  { name: topics.alerts, partitions: 3, retentionMs: 30 * DAY, compression: 'producer', maxMessageBytes: MiB },
];
