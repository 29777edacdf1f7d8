import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect, type Database } from '@tillwatch/postgres';
import { startKafka } from '@tillwatch/testing';
import { type Benchmark, scaled } from './benchmark.ts';
import { type Message, preloadTopic, rawConsumption } from './kafka-reference.ts';
import { type Load, openLoad } from './load.ts';
import { untilProjected } from './intake.ts';
import { inRounds } from './rounds.ts';

const eventsPerRound = 120_000;
/** It takes fifty times as long for each. */
const naivePerRound = 12_000;
const eventsPerBatch = 100;
const databaseName = 'bench_kafka';
/** Asking costs the database time that is measured. */
const pollMs = 20;
const startMs = 60_000;

const compliance = fileURLToPath(new URL('../../apps/compliance/dist/main.js', import.meta.url));
const naive = fileURLToPath(new URL('./kafka-naive.ts', import.meta.url));

/**
 * From records that wait on a real Kafka to the log, by an instance of compliance that leaves the read models to another one;
 * beside what kafkajs gives out by itself, and beside the pipeline that takes one message at a time.
 */
export const kafkaPipeline: Benchmark = {
  figures: [
    { name: 'kafka-pipeline', unit: 'events/s', floor: 0.05, aim: 0.08 },
    { name: 'kafka-pipeline-naive', unit: 'events/s', floor: 8, aim: 12 },
  ],

  async run({ servers, rounds, scale, say }) {
    const kafka = await startKafka();
    const databaseUrl = await servers.createDatabase(databaseName);
    const database = connect({ url: databaseUrl, maxConnections: 1 });
    const events = scaled(eventsPerRound, scale, eventsPerBatch);
    const few = scaled(naivePerRound, scale, eventsPerBatch);
    const load = openLoad({ batches: ((events + few) / eventsPerBatch) * (rounds + 1) });
    try {
      const measured = await inRounds(rounds, async () => {
        const prefix = `bench-${randomUUID()}-`;
        const topic = await preloadTopic(kafka.brokers, await messages(load, events), `${prefix}terminal-events`);
        const raw = await rawConsumption(kafka.brokers, topic, events);
        const ours = await consumedBy(database, { databaseUrl, brokers: kafka.brokers, prefix, events });
        await projectAll(database, { databaseUrl, brokers: kafka.brokers, prefix });
        const forNaive = await preloadTopic(kafka.brokers, await messages(load, few));
        const arguments_ = [naive, kafka.brokers.join(','), forNaive, String(few), databaseUrl];
        const oneByOne = Number((await promisify(execFile)('node', arguments_)).stdout);
        say(`  raw ${raw}, ours ${Math.round(ours)}, naive ${oneByOne} events/s`);
        return { ours, raw, oneByOne };
      });
      return {
        'kafka-pipeline': measured.map(({ ours, raw }) => ({ value: ours, reference: raw })),
        'kafka-pipeline-naive': measured.map(({ ours, oneByOne }) => ({ value: ours, reference: oneByOne })),
      };
    } finally {
      await database.close();
      await servers.dropDatabase(databaseName);
      await kafka.stop();
    }
  },
};

async function messages(load: Load, count: number): Promise<Message[]> {
  const batches = await load.next(count / eventsPerBatch);
  return batches.flatMap(({ terminalId, body }) =>
    (JSON.parse(body.toString('utf8')) as object[]).map((event) => ({ key: terminalId, value: JSON.stringify(event) })),
  );
}

interface Consumption {
  databaseUrl: string;
  brokers: readonly string[];
  prefix: string;
  events: number;
}

/** Starts an instance that takes in and does not project; measures from the first events in the log to the last, by the log itself. */
async function consumedBy(database: Database, { databaseUrl, brokers, prefix, events }: Consumption): Promise<number> {
  const before = await headOf(database);
  const stop = startCompliance({ databaseUrl, brokers, prefix, projector: 'off' });
  try {
    const first = await headAbove(database, before);
    const started = performance.now();
    await headAbove(database, before + events - 1);
    return ((before + events - first) * 1_000) / (performance.now() - started);
  } finally {
    await stop();
  }
}

/** Another instance makes the read models of it, as it would at the same time on another machine. Not measured here. */
async function projectAll(database: Database, at: Omit<Consumption, 'events'>): Promise<void> {
  const stop = startCompliance({ ...at, projector: 'on' });
  await untilProjected(database).finally(stop);
}

/** Returns how to end it. */
function startCompliance(options: Omit<Consumption, 'events'> & { projector: 'on' | 'off' }): () => Promise<void> {
  const app = spawn('node', ['--enable-source-maps', '--max-semi-space-size=64', compliance], {
    env: {
      ...process.env,
      TILLWATCH_DATABASE_URL: options.databaseUrl,
      TILLWATCH_KAFKA_BROKERS: options.brokers.join(','),
      TILLWATCH_KAFKA_PREFIX: options.prefix,
      TILLWATCH_PROJECTOR: options.projector,
      TILLWATCH_PORT: '0',
      TILLWATCH_ADMIN_TOKEN: 'bench-administrator',
      TILLWATCH_INGEST_TOKEN: 'bench-terminals',
      TILLWATCH_SECRET: 'bench',
      TILLWATCH_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(app, 'exit');
  return async () => {
    app.kill('SIGTERM');
    await ended;
  };
}

async function headAbove(database: Database, position: number): Promise<number> {
  for (const deadline = Date.now() + startMs; Date.now() < deadline; await pause(pollMs)) {
    const head = await headOf(database);
    if (head > position) return head;
  }
  throw new Error(`The log did not grow past ${position} within ${startMs} ms.`);
}

/** 0 before the app has made its schema. */
async function headOf(database: Database): Promise<number> {
  const text = `SELECT to_regclass('tillwatch.log_head') IS NOT NULL AS made`;
  const [found] = await database.query<{ made: boolean }>(text);
  if (!found!.made) return 0;
  const [row] = await database.query<{ position: number }>('SELECT position FROM tillwatch.log_head');
  return row!.position;
}
