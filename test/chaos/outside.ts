import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventStoreDbEventStore } from '@tillwatch/event-store';
import { openProducer, type KafkaProducer, topics } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { type EmbeddedServer, launchEmbedded, prepareRoles } from '@tillwatch/postgres';
import { generateLoad, planScenario, startEndingAt } from '@tillwatch/terminal';
import { type KafkaBroker, type KafkaProxy, startKafka, startKafkaProxy } from '@tillwatch/testing';
import { Installation } from '../cluster/installation.ts';
import { Acknowledged, type SentEvent } from './acknowledged.ts';
import { checkAll } from './aftermath.ts';
import { connectPatiently } from './check-state.ts';
import type { Violations } from './scenario.ts';

const terminals = 48;
const lanes = 4;
const eventsPerBatch = 20;
const pauseMs = { least: 200, most: 600 };
/** The load's clock starts so far back that it never gets ahead of ours. */
const agoMs = 30 * 86_400_000;
const settleMs = 180_000;

/** An installation with everything outside, its Kafka behind a proxy, and terminals that send to it. */
export class Outside {
  readonly told = new Acknowledged();
  readonly kafka: KafkaBroker;
  readonly proxy: KafkaProxy;
  readonly installation: Installation;
  private readonly postgres: { server: EmbeddedServer; folder: string };
  private readonly producer: KafkaProducer;
  private readonly enough = new AbortController();
  private readonly seed: number;
  private sending: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: Pick<Outside, 'kafka' | 'proxy' | 'installation'>,
    postgres: Outside['postgres'],
    producer: KafkaProducer,
    seed: number,
  ) {
    this.kafka = parts.kafka;
    this.proxy = parts.proxy;
    this.installation = parts.installation;
    this.postgres = postgres;
    this.producer = producer;
    this.seed = seed;
  }

  /** The services reach Kafka by the proxy; the senders go to the broker itself. */
  static async prepare(seed: number): Promise<Outside> {
    const folder = await mkdtemp(join(tmpdir(), 'tillwatch-chaos-'));
    await chmod(folder, 0o711); // for root: PostgreSQL runs under another account and passes through
    const server = await launchEmbedded({ folder: join(folder, 'postgres'), log: silentLog });
    process.env['TILLWATCH_TEST_SERVER_URL'] = server.url;
    const proxy = await startKafkaProxy();
    const kafka = await startKafka({ advertise: proxy.port });
    proxy.forwardTo(kafka.port);
    const installation = await Installation.prepare(kafka.brokers);
    const producer = await openProducer({ connection: installation.connection, log: silentLog });
    return new Outside({ kafka, proxy, installation }, { server, folder }, producer, seed);
  }

  /** Terminals without incident, and the scripted day with its incidents, until `settle`. */
  startLoad(random: () => number): void {
    const load = generateLoad({ terminals, seed: this.seed, start: Date.now() - agoMs, batchSize: eventsPerBatch });
    const lane = async (): Promise<void> => {
      while (!this.enough.signal.aborted) {
        const { terminalId, body } = (await load.next()).value;
        await this.send(terminalId, JSON.parse(body.toString('utf8')) as SentEvent[]);
        const pause = pauseMs.least + random() * (pauseMs.most - pauseMs.least);
        await sleep(pause, undefined, { signal: this.enough.signal }).catch(() => {});
      }
    };
    this.sending = Promise.all([...Array.from({ length: lanes }, lane), this.playDay()]);
    this.sending.catch(() => {});
  }

  /** Ends the load and waits until everything that was acknowledged is in the read models, or too long. */
  async settle(): Promise<Violations> {
    this.enough.abort();
    await this.sending;
    const { database } = this.installation.database;
    const text = `SELECT (SELECT count(*) FROM read_models.timeline)::int AS events,
      (SELECT position FROM tillwatch.log_checkpoint) - (SELECT position FROM read_models.checkpoint) AS lag`;
    for (const deadline = Date.now() + settleMs; Date.now() < deadline; await sleep(200)) {
      const [row] = await database.query<{ events: number; lag: number }>(text);
      if (row!.lag === 0 && row!.events >= this.told.receipts.size) return { settling: [] };
    }
    return { settling: [`not everything was in the read models after ${settleMs} ms`] };
  }

  /** Looks at what is kept, with no app running. */
  async check(): Promise<Violations> {
    const ownerUrl = this.installation.database.url;
    const database = connectPatiently(await prepareRoles(ownerUrl));
    const store = eventStoreDbEventStore({ url: this.installation.eventStoreUrl, database, log: silentLog });
    store.start();
    try {
      return await checkAll(ownerUrl, { database, store }, this.told, planOf(this.seed).expects);
    } finally {
      await store.stop();
      await database.close();
    }
  }

  async close(): Promise<void> {
    this.enough.abort();
    this.proxy.thaw();
    await this.producer.close();
    await this.installation.close();
    await this.kafka.stop();
    await this.proxy.close();
    await this.postgres.server.stop();
    await rm(this.postgres.folder, { recursive: true, force: true });
  }

  private async playDay(): Promise<void> {
    for (const { id, entries, deliveries } of planOf(this.seed).terminals) {
      const batches = deliveries.map(({ from, to }) => entries.slice(from, to).map(({ event }) => event));
      await this.send(id, batches.flat());
    }
  }

  /** Acknowledged by the brokers, so it must get into the log. */
  private async send(terminalId: string, events: readonly SentEvent[]): Promise<void> {
    const messages = events.map((event) => ({ key: terminalId, value: JSON.stringify(event) }));
    await this.producer.send(this.installation.prefix + topics.terminalEvents, messages);
    this.told.record(events, { results: events.map(({ id }) => ({ id, status: 'stored' })) });
  }
}

function planOf(seed: number): ReturnType<typeof planScenario> {
  return planScenario('shop-day', { seed, start: startEndingAt('shop-day', dayEnds) });
}

/** One for the whole run: what is expected is planned again when it is checked. */
const dayEnds = Date.now();
