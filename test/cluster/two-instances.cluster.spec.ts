import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { TerminalView } from '@tillwatch/api';
import { type KafkaProducer, openProducer, topics } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { type PlannedFleet, planScenario, startEndingAt } from '@tillwatch/terminal';
import { Kafka, logLevel } from 'kafkajs';
import { deliveriesOf } from '../e2e/lockstep.js';
import { adminToken, type App, ingestToken, Installation } from './installation.ts';

jest.setTimeout(300_000);

/** Two instances of compliance and one of reporting, with Kafka, EventStoreDB's protocol and PostgreSQL outside. */
let installation: Installation;
let instances: App[];
let reporting: App;
let producer: KafkaProducer;
const plan: PlannedFleet = planScenario('shop-day', { seed: 5, start: startEndingAt('shop-day', Date.now()) });
const eventsOf = (fleet: PlannedFleet): number => fleet.terminals.reduce((sum, { entries }) => sum + entries.length, 0);

beforeAll(async () => {
  installation = await Installation.prepare(process.env['TILLWATCH_TEST_KAFKA_BROKERS']!.split(','));
  // The first makes the schema; the second finds it.
  instances = await Promise.all([installation.startCompliance(), installation.startCompliance()]);
  reporting = await installation.startReporting();
  producer = await openProducer({ connection: installation.connection, log: silentLog });
}, 240_000);

afterAll(async () => {
  await producer?.close();
  await installation?.close();
});

async function ask<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(reporting.url + path, { headers: { authorization: `Bearer ${adminToken}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function until(what: string, isTrue: () => Promise<boolean>, ms = 120_000): Promise<void> {
  for (const deadline = Date.now() + ms; !(await isTrue()); await pause(100)) {
    if (Date.now() > deadline) {
      throw new Error(
        `Not within ${ms} ms: ${what}\n${instances.map((app) => app.output().slice(-3_000)).join('\n--\n')}`,
      );
    }
  }
}

/** Everything the log has is in the read models, and that is so many events of terminals. */
async function settled(events: number): Promise<void> {
  const text = `SELECT count(*)::int AS events FROM read_models.timeline WHERE terminal_id IS NOT NULL`;
  await until(`${events} events projected`, async () => {
    const { position } = await ask<{ position: { log: number; readModels: number } }>('/v1/overview');
    if (position.log !== position.readModels) return false;
    const [row] = await installation.database.database.query<{ events: number }>(text);
    return row!.events >= events;
  });
}

async function countOf(app: App, result: 'stored' | 'duplicate'): Promise<number> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(new RegExp(`^tillwatch_events_total\\{result="${result}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

/** What the plan sends more than once. */
function repeatedIn(fleet: PlannedFleet): number {
  return deliveriesOf(fleet).reduce((sum, { texts }) => sum + texts.length, 0) - eventsOf(fleet);
}

function started(terminalId: string, sequence: number): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-00000000000${sequence}`,
    source: `/terminals/${terminalId}`,
    type: 'tillwatch.TerminalStarted.v1',
    time: new Date().toISOString(),
    epoch: 1,
    sequence: String(sequence),
    data: {},
  };
}

async function sendByKafka(terminalId: string, texts: readonly string[]): Promise<void> {
  const messages = texts.map((value) => ({ key: terminalId, value }));
  await producer.send(installation.prefix + topics.terminalEvents, messages);
}

it('shares the partitions, and raises what the fleet declares', async () => {
  for (const { terminalId, texts } of deliveriesOf(plan)) await sendByKafka(terminalId, texts);
  await settled(eventsOf(plan));
  const { items } = await ask<{ items: { rule: string; key: string }[] }>('/v1/alerts?limit=200&status=open');
  const declared = plan.expects.flatMap(({ rule, key, count }) => Array<string>(count).fill(`${rule} ${key}`));
  expect(items.map(({ rule, key }) => `${rule} ${key}`).sort()).toEqual(declared.sort());
  const shares = await Promise.all(instances.map((app) => countOf(app, 'stored')));
  expect(shares.every((share) => share > 0)).toBe(true);
  expect(shares[0]! + shares[1]!).toBe(eventsOf(plan));
});

it('stores once what came on two partitions, to two instances at the same time (K7)', async () => {
  const kafka = new Kafka({ brokers: installation.connection.brokers, clientId: 'k7', logLevel: logLevel.NOTHING });
  const raw = kafka.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition!,
  });
  await raw.connect();
  const partitions = Array.from({ length: 12 }, (_, partition) => partition);
  const value = JSON.stringify(started('till-on-all-partitions', 1));
  const messages = partitions.map((partition) => ({ key: 'till-on-all-partitions', value, partition }));
  await raw.send({ topic: installation.prefix + topics.terminalEvents, messages });
  await raw.disconnect();
  await settled(eventsOf(plan) + 1);
  // EventStoreDB answers the second of two equal appends like the first, so at the same moment both may be told "stored".
  await until('all twelve are answered', async () => {
    const counts = await Promise.all(instances.flatMap((app) => [countOf(app, 'stored'), countOf(app, 'duplicate')]));
    const answered = counts.reduce((sum, count) => sum + count, 0);
    return answered === eventsOf(plan) + repeatedIn(plan) + partitions.length;
  });
  const { journal, conflicts } = await ask<TerminalView>('/v1/terminals/till-on-all-partitions');
  expect({ sequence: journal!.sequence, conflicts }).toEqual({ sequence: 1, conflicts: 0 });
  const { items } = await ask<{ items: object[] }>('/v1/terminals/till-on-all-partitions/timeline');
  expect(items).toHaveLength(1);
});

it('is taken over by the other instance within 10 seconds of a kill', async () => {
  const [first, second] = instances;
  const killedAt = Date.now();
  await first!.kill();
  const answer = await fetch(`${second!.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(started('after-the-kill', 1)),
  });
  expect(answer.status).toBe(200);
  await until('the log index and the projector are led', async () => {
    const seen = await fetch(`${reporting.url}/v1/terminals/after-the-kill`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    return seen.ok;
  });
  const led = Date.now() - killedAt;
  // One record for each partition, so that none of them is still without an owner when all have been taken.
  const tills = Array.from({ length: 40 }, (_, index) => `till-${index}`);
  for (const id of tills) await sendByKafka(id, [JSON.stringify(started(id, 2))]);
  await settled(eventsOf(plan) + 2 + tills.length);
  const shared = Date.now() - killedAt;
  console.info(`subscriptions were led again after ${led} ms, every partition was taken over after ${shared} ms`);
  expect(led).toBeLessThan(10_000);
});

it('goes on with a new instance, and ends when it is asked to', async () => {
  instances.push(await installation.startCompliance());
  await pause(1_000);
  for (const app of [...instances.slice(1), reporting]) expect(await app.stop()).toBe(0);
});
