import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@tillwatch/kernel';
import { type KafkaBroker, startKafka } from '@tillwatch/testing';
import { Bench, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';
import type { KafkaConnection } from './connection.js';
import { connectionOf } from './connection-of-settings.js';
import { openProducer } from './producer.js';

const account = { username: 'till', password: 'hidden-word' };
let broker: KafkaBroker;
let folder: string;

beforeAll(async () => {
  broker = await startKafka({ account });
  folder = await mkdtemp(join(tmpdir(), 'kafka-ca-'));
  await writeFile(join(folder, 'ca.pem'), broker.secure!.ca);
});

afterAll(async () => {
  await broker.stop();
  await rm(folder, { recursive: true });
});

const environment = (mechanism: string): Record<string, string> => ({
  TILLWATCH_KAFKA_BROKERS: broker.secure!.brokers.join(','),
  TILLWATCH_KAFKA_TLS: 'on',
  TILLWATCH_KAFKA_CA: join(folder, 'ca.pem'),
  TILLWATCH_KAFKA_SASL: mechanism,
  TILLWATCH_KAFKA_USERNAME: account.username,
  TILLWATCH_KAFKA_PASSWORD: account.password,
});

const connect = (env: Record<string, string>): Promise<KafkaConnection> =>
  connectionOf(readSettings(env).kafka!, 'till');

it.each(['scram-sha-512', 'scram-sha-256', 'plain'])(
  'sends and consumes over TLS with %s, by settings alone',
  async (mechanism) => {
    const bench = new Bench(await connect(environment(mechanism)));
    const topic = await makeTopic(bench.connection);
    const producer = await bench.produce();
    await producer.send(topic, numbered(0, 100));
    const seen: number[] = [];
    await bench.consume({ topics: [topic], handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))) });
    await eventually('all consumed', () => seen.length === 100);
    await bench.close();
  },
);

it.each([
  ['the password', { TILLWATCH_KAFKA_PASSWORD: 'other-word' }],
  ['the authority', { TILLWATCH_KAFKA_CA: '' }],
])('does not get in when %s is wrong, and the log has no password', async (_, wrong) => {
  const said: string[] = [];
  const note = (fields: object, message: string) => void said.push(JSON.stringify(fields) + message);
  const log = { debug: note, info: note, warn: note, error: note };
  const connection = await connect({ ...environment('scram-sha-512'), ...wrong });
  const producer = await openProducer({ connection, log });
  const sending = producer.send('terminal-events', numbered(0, 1), { signal: AbortSignal.timeout(5_000) });
  await expect(sending).rejects.toMatchObject({ name: 'TimeoutError' });
  await producer.close();
  expect(said.length).toBeGreaterThan(0);
  expect(said.join('\n')).not.toMatch(/hidden-word|other-word/);
});

it('names the file that cannot be read', async () => {
  const env = { ...environment('scram-sha-512'), TILLWATCH_KAFKA_CA: join(folder, 'missing.pem') };
  await expect(connect(env)).rejects.toThrow('TILLWATCH_KAFKA_CA');
});
