import type { Log } from '@tillwatch/kernel';
import { Kafka, type KafkaConfig, type LogEntry, logLevel } from 'kafkajs';
import { repairKafkajs } from './repairs.js';
import { Wire } from './wire.js';

export interface KafkaConnection {
  /** `host:port`, one at least */
  brokers: string[];
  clientId: string;
  /** PEM texts. `true`: the system's authorities. */
  tls?: { ca?: string; cert?: string; key?: string; rejectUnauthorized?: boolean } | true;
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
}

/** kafkajs waits this long for an answer, then takes the connection for dead. */
const REQUEST_MS = 20_000;
const CONNECT_MS = 5_000;

/** All of them, because kafkajs has other defaults under NODE_ENV=test. */
export const retry = { initialRetryTime: 200, maxRetryTime: 5_000, factor: 0.3, multiplier: 2, retries: 6 };

repairKafkajs();

export interface Client {
  kafka: Kafka;
  wire: Wire;
}

/** A client with connections of its own. It connects to nobody before it is used. */
export function createClient(connection: KafkaConnection, log: Log): Client {
  const wire = new Wire();
  const config: KafkaConfig = {
    brokers: connection.brokers,
    clientId: connection.clientId,
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: REQUEST_MS,
    requestTimeout: REQUEST_MS,
    retry,
    socketFactory: wire.open,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => wire.isCut || tell(log, entry),
  };
  if (connection.tls) config.ssl = connection.tls;
  // kafkajs types one object per mechanism; ours is the union of the three.
  if (connection.sasl) config.sasl = connection.sasl as NonNullable<KafkaConfig['sasl']>;
  return { kafka: new Kafka(config), wire };
}

/**
 * kafkajs reports each step of each retry, and each answer that it goes on from (a rebalance, for one) as an error; so its
 * words are worth less here. What it comes to, we say ourselves.
 */
function tell(log: Log, { level, namespace, log: { message, error, groupId, broker } }: LogEntry): void {
  const fields = { from: `kafkajs ${namespace}`, ...pick({ error, groupId, broker }) };
  if (level === logLevel.ERROR && namespace !== 'Connection') log.warn(fields, message);
  else if (level <= logLevel.WARN) log.info(fields, message);
  else log.debug(fields, message);
}

/** Texts only: an error object of a client library may hold its configuration. */
function pick(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const text = value instanceof Error ? value.message : value;
      return typeof text === 'string' ? [[name, text]] : [];
    }),
  );
}
