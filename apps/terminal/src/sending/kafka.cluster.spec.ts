import { randomUUID } from 'node:crypto';
import {
  createTopics,
  openProducer,
  startConsumer,
  topics,
  topicSpecs,
  type KafkaConnection,
  type KafkaRecord,
} from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { cleanUp, defer, eventually, newFolder, open, recordMany } from '../agent/terminal.fixture.js';
import { planScenario } from '../fleet/plan-scenario.js';
import { sendFleet } from '../fleet/send-fleet.js';
import type { TerminalEvent } from '../journal/terminal-event.js';
import type { KafkaPlace } from './kafka-transport.js';

/** The agent on a real broker, through the library that alone knows the client. */
const connection: KafkaConnection = {
  brokers: process.env['TILLWATCH_TEST_KAFKA_BROKERS']!.split(','),
  clientId: 'test',
};

afterEach(cleanUp);

/** Topics that nobody else has, and what comes in on `terminal-events`. */
async function newPlace(): Promise<{ kafka: KafkaPlace; prefix: string; records: KafkaRecord[] }> {
  const prefix = `test-${randomUUID()}-`;
  const specs = topicSpecs.map((spec) => ({ ...spec, name: prefix + spec.name, partitions: 3 }));
  await createTopics(connection, specs, silentLog);
  const records: KafkaRecord[] = [];
  const consumer = await startConsumer({
    connection,
    groupId: `${prefix}reader`,
    topics: [prefix + topics.terminalEvents],
    handle: async (batch) => void records.push(...batch.records),
    onUndecodable: () => Promise.reject(new Error('nothing here is undecodable')),
    log: silentLog,
  });
  defer(() => consumer.stop());
  return { kafka: { connection, prefix }, prefix, records };
}

const eventOf = ({ value }: KafkaRecord): TerminalEvent => JSON.parse(String(value)) as TerminalEvent;

it('delivers a journal in order to one partition, and obeys and acknowledges a command from there', async () => {
  const { kafka, prefix, records } = await newPlace();
  const terminal = await open(newFolder(), { kafka });
  await recordMany(terminal, 500);
  await terminal.flush();
  await eventually(() => records.length >= 501);
  expect(records.map((record) => Number(eventOf(record).sequence))).toEqual(
    Array.from({ length: 501 }, (_, i) => i + 1),
  );
  expect(new Set(records.map(({ partition, key }) => `${partition} ${key}`)).size).toBe(1);
  expect(String(records[0]!.headers['content-type'])).toBe('application/cloudevents+json');

  const producer = await openProducer({ connection, log: silentLog });
  defer(() => producer.close());
  const commandId = randomUUID();
  const command = { terminalId: 'till-1', number: 1, commandId, command: 'freeze', reason: 'stolen' };
  await producer.send(prefix + topics.terminalCommands, [{ key: 'till-1', value: JSON.stringify(command) }]);
  await eventually(() => records.length >= 502);
  expect(terminal.isFrozen()).toBe(true);
  expect(eventOf(records.at(-1)!)).toMatchObject({
    type: 'tillwatch.CommandAcknowledged.v1',
    data: { commandId, command: 'freeze', number: 1, outcome: 'done' },
  });
});

it('plays a whole fleet through Kafka: every planned event is there, byte for byte', async () => {
  const { kafka, records } = await newPlace();
  const plan = planScenario('brute-force', { seed: 3, terminals: 3, start: Date.parse('2026-03-01T00:00:00Z') });
  const tally = await sendFleet(plan, { kafka });
  await eventually(() => records.length >= tally.events);
  const planned = plan.terminals.flatMap(({ entries }) => entries.map(({ text }) => text));
  expect(new Set(records.map(({ value }) => String(value)))).toEqual(new Set(planned));
});
