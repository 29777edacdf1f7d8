import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  createTopics,
  type KafkaConnection,
  type KafkaProducer,
  type KafkaRecord,
  openProducer,
  startConsumer,
  topics,
  topicSpecs,
} from '@tillwatch/kafka';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';
import { listDeadLetters } from './dead-letters/dead-letters.js';
import { openService, type Service } from './service.js';
import { CommandWaits } from './terminals/command-waits.js';
import { IssueTerminalCommand, IssueTerminalCommandHandler } from './terminals/issue-terminal-command.js';

const connection: KafkaConnection = {
  brokers: process.env['TILLWATCH_TEST_KAFKA_BROKERS']!.split(','),
  clientId: 'test',
};
const prefix = `test-${randomUUID()}-`;
const source = prefix + topics.terminalEvents;

let test: TestDatabase;
let service: Service;
let producer: KafkaProducer;

beforeAll(async () => {
  test = await createTestDatabase();
  const specs = topicSpecs.map((spec) => ({ ...spec, name: prefix + spec.name, partitions: 2 }));
  const [events, ...others] = specs;
  // A topic somebody else has made takes larger records than ours do.
  await createTopics(connection, [{ ...events!, maxMessageBytes: 12 * 1024 * 1024 }, ...others], silentLog);
  producer = await openProducer({ connection, log: silentLog });
  service = await openService({
    ownerUrl: test.url,
    kafka: { connection, prefix },
    operatorKey: 'k',
    tenant: 'default',
    clock: systemClock,
    log: silentLog,
    metrics: new Registry(),
  });
});

afterAll(async () => {
  await service?.stop();
  await producer?.close();
  await test.drop();
});

function eventOf(terminal: string, over: object = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: `/terminals/${terminal}`,
    type: 'tillwatch.LoginFailed.v1',
    time: new Date().toISOString(),
    subject: 'op-1',
    data: { reason: 'invalid-password' },
    ...over,
  };
}

const record = (event: Record<string, unknown>) => ({
  key: String(event['source']).slice('/terminals/'.length),
  value: JSON.stringify(event),
});

async function until<Found>(what: string, look: () => Promise<Found | undefined | false>): Promise<Found> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`Not within 60 s: ${what}`);
}

const stored = (terminal: string, count: number) =>
  until(`${count} events of ${terminal}`, async () => {
    const events = await service.store.readStream(`terminal-${terminal}`);
    return events.length >= count && events;
  });

/** Everything a topic holds until `count` records are there. */
async function readTopic(name: string, count: number): Promise<KafkaRecord[]> {
  const seen: KafkaRecord[] = [];
  const consumer = await startConsumer({
    connection,
    groupId: `group-${randomUUID()}`,
    topics: [prefix + name],
    handle: async ({ records }) => void seen.push(...records),
    onUndecodable: () => Promise.reject(new Error('nothing here is undecodable')),
    log: silentLog,
  });
  try {
    return await until(`${count} records on ${name}`, async () => seen.length >= count && seen);
  } finally {
    await consumer.stop();
  }
}

it('stores what terminals send, each journal in order, and the same event again once', async () => {
  const journal = Array.from({ length: 50 }, (_, index) => eventOf('t-1', { epoch: 1, sequence: String(index + 1) }));
  await producer.send(source, [...journal, ...journal.slice(10, 30)].map(record));
  await producer.send(source, [record(eventOf('t-1', { epoch: 1, sequence: '51' }))]);
  const events = await stored('t-1', 51);
  expect(events.map(({ identity }) => identity)).toEqual(Array.from({ length: 51 }, (_, index) => `1/${index + 1}`));
});

it('parks what cannot become an event with its bytes, reason and offset, and its partition goes on (K1-K4, K6)', async () => {
  const large = Buffer.from(JSON.stringify(eventOf('t-2', { data: { note: 'x'.repeat(10 * 1024 * 1024) } })));
  const other = JSON.stringify(eventOf('t-3'));
  await producer.send(source, [
    { key: 't-2', value: null },
    { key: null, value: other },
    { key: 't-2', value: other },
    { key: 't-2', value: Buffer.from([0xff, 0xfe, 0x00, 0x9f]) },
    { key: 't-2', value: '{"specversion":"1.0","password":"geheim"' },
  ]);
  await producer.send(source, [{ key: 't-2', value: large }]);
  await producer.send(source, [record(eventOf('t-2'))]);
  await stored('t-2', 1);
  const letters = await readTopic(topics.deadLetters, 6);
  const codes = letters.map(({ headers }) => String(headers['code'])).sort();
  expect(codes).toEqual([
    'event-too-large',
    'json-malformed',
    'json-not-utf8',
    'record-empty',
    'record-key-differs',
    'record-without-key',
  ]);
  for (const { headers } of letters) {
    expect(String(headers['source-topic'])).toBe(source);
    expect(String(headers['source-offset'])).toMatch(/^\d+$/);
    expect(String(headers['reason']).length).toBeGreaterThan(10);
  }
  const byCode = (code: string) => letters.find(({ headers }) => String(headers['code']) === code)!;
  expect(byCode('event-too-large').value!.equals(large)).toBe(true);
  expect(byCode('record-key-differs')).toMatchObject({ key: Buffer.from('t-2'), value: Buffer.from(other) });
  const listed = await until('listed for people', async () => {
    const found = await listDeadLetters(service.database, 50);
    return found.length === 6 && found;
  });
  expect(listed.every(({ via }) => via === 'kafka')).toBe(true);
  const shown = listed.map(({ raw }) => Buffer.from(raw, 'base64').toString('utf8')).join();
  expect(shown).not.toContain('geheim');
});

it('publishes each event of an alert once the log has it, under the id of the alert', async () => {
  const failures = Array.from({ length: 6 }, () => eventOf('t-4', { subject: 'op-guessed' }));
  await producer.send(source, failures.map(record));
  await stored('t-4', 6);
  const [published] = await readTopic(topics.alerts, 1);
  const event = JSON.parse(String(published!.value)) as Record<string, unknown>;
  expect(event).toMatchObject({ specversion: '1.0', type: 'tillwatch.AlertRaised.v1', tenant: 'default' });
  const [inLog] = await service.store.readStream(`alert-${String(published!.key)}`);
  expect(event).toMatchObject({ id: inLog!.id, position: inLog!.position, data: JSON.parse(inLog!.data) });
});

it('sends commands to terminals that read them from Kafka', async () => {
  const waits = new CommandWaits(service.database, silentLog);
  const issue = new IssueTerminalCommandHandler({ store: service.store, clock: systemClock }, waits);
  const why = { reason: 'seal broken', actor: 'admin' };
  const { commandId, number } = await issue.execute(new IssueTerminalCommand('default', 't-5', 'freeze', why));
  const [sent] = await readTopic(topics.terminalCommands, 1);
  expect(String(sent!.key)).toBe('t-5');
  expect(JSON.parse(String(sent!.value))).toMatchObject({ terminalId: 't-5', commandId, number, command: 'freeze' });
});
