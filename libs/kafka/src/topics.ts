import type { Log } from '@tillwatch/kernel';
import kafkajs, { type Admin } from 'kafkajs';
import { ClusterAdmin } from './admin.js';
import type { KafkaConnection } from './connection.js';
import { pause } from './deadline.js';
import type { TopicSpec } from './topic-specs.js';

export interface TopicReport {
  topic: string;
  outcome: 'created' | 'same' | 'different';
  /** Of a topic that existed: it is left as it is, somebody may have had reasons. */
  differences: { setting: string; wanted: string; found: string }[];
}

/** Copies of each partition, where there are so many brokers. */
const MOST_REPLICAS = 3;
const LEADERS_MS = 20_000;

/**
 * Creates the topics that do not exist and compares those that do. With n brokers there are min(3, n) copies, of which all
 * but one must have a record before its sender is told. Rejects when the cluster cannot be asked or refuses.
 */
export async function createTopics(
  connection: KafkaConnection,
  specs: readonly TopicSpec[],
  log: Log,
): Promise<TopicReport[]> {
  const cluster = new ClusterAdmin(connection, log);
  try {
    const { brokers } = await cluster.ask((admin) => admin.describeCluster());
    const replicas = Math.min(MOST_REPLICAS, brokers.length);
    const reports: TopicReport[] = [];
    for (const spec of specs) {
      const report = await cluster.ask((admin) => createTopic(admin, spec, replicas));
      reports.push(report);
      log.info(report, 'topic');
    }
    return reports;
  } finally {
    await cluster.close();
  }
}

async function createTopic(admin: Admin, spec: TopicSpec, replicas: number): Promise<TopicReport> {
  const topic = spec.name;
  const settings = settingsOf(spec, replicas);
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const wanted = { topic, numPartitions: spec.partitions, replicationFactor: replicas, configEntries };
  // kafkajs's own waiting fails where the brokers have not all heard of the topic yet.
  if (await admin.createTopics({ topics: [wanted], waitForLeaders: false })) {
    await untilLed(admin, topic);
    return { topic, outcome: 'created', differences: [] };
  }
  const found = await describeTopic(admin, topic, Object.keys(settings));
  const differences = Object.entries({ partitions: String(spec.partitions), ...settings })
    .filter(([setting, value]) => found[setting] !== value)
    .map(([setting, value]) => ({ setting, wanted: value, found: found[setting] ?? '' }));
  return { topic, outcome: differences.length > 0 ? 'different' : 'same', differences };
}

async function untilLed(admin: Admin, topic: string): Promise<void> {
  for (const deadline = Date.now() + LEADERS_MS; Date.now() < deadline; await pause(50, undefined)) {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] }).catch(() => ({ topics: [] }));
    const partitions = topics[0]?.partitions ?? [];
    if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return;
  }
  throw new Error(`${topic} has been created, and not every partition has a leader.`);
}

function settingsOf(spec: TopicSpec, replicas: number): Record<string, string> {
  return {
    'retention.ms': String(spec.retentionMs),
    'min.insync.replicas': String(Math.max(1, replicas - 1)),
    'compression.type': spec.compression,
    'max.message.bytes': String(spec.maxMessageBytes),
  };
}

async function describeTopic(admin: Admin, topic: string, configNames: string[]): Promise<Record<string, string>> {
  const metadata = await admin.fetchTopicMetadata({ topics: [topic] });
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames };
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
  const entries = resources[0]?.configEntries ?? [];
  return {
    partitions: String(metadata.topics[0]?.partitions.length ?? 0),
    ...Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue])),
  };
}
