import { silentLog } from '@tillwatch/kernel';
import { type KafkaBroker, type KafkaProxy, PRODUCE, startKafka, startKafkaProxy } from '@tillwatch/testing';
import { Bench, connectionTo, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';
import { createClient } from './connection.js';

/** Its own broker, behind a proxy that can cut answers off. */
let proxy: KafkaProxy;
let broker: KafkaBroker;
let bench: Bench;
let topic: string;

beforeAll(async () => {
  proxy = await startKafkaProxy();
  broker = await startKafka({ advertise: proxy.port });
  proxy.forwardTo(broker.port);
  bench = new Bench(connectionTo(broker.brokers));
});

beforeEach(async () => {
  topic = await makeTopic(bench.connection, { partitions: 1 });
});

afterEach(() => bench.close());

afterAll(async () => {
  await broker.stop();
  await proxy.close();
});

async function contentOf(count: number): Promise<number[]> {
  const seen: number[] = [];
  const consumer = await bench.consume({
    topics: [topic],
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
  });
  await eventually(`${count} records`, () => seen.length >= count);
  await eventually('no lag', async () => (await consumer.lag()) === 0);
  return seen;
}

/** Two batches of one size at the same time, the first one's answer cut off. */
async function sendBoth(send: (values: ReturnType<typeof numbered>) => Promise<unknown>): Promise<void> {
  await send(numbered(0, 5));
  const before = proxy.cuts;
  proxy.cutAnswers(PRODUCE);
  await Promise.all([send(numbered(5, 10)), send(numbered(10, 15))]);
  expect(proxy.cuts).toBe(before + 1);
}

it('writes each batch once and in order, when an answer is lost while another batch waits', async () => {
  const producer = await bench.produce();
  await sendBoth((messages) => producer.send(topic, messages));
  expect(await contentOf(15)).toEqual([...Array(15).keys()]);
});

it('which the producer of kafkajs by itself does not: it takes the answer for one batch as that for the other', async () => {
  const { kafka, wire } = createClient(bench.connection, silentLog);
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await sendBoth((messages) => producer.send({ topic, messages }));
  const content = await contentOf(10);
  expect(content).not.toEqual([...Array(15).keys()]);
  wire.cut();
});

it('gives up with the signal, keeps nobody waiting, and sends what comes later under a new producer id', async () => {
  const producer = await bench.produce();
  await producer.send(topic, numbered(0, 5));
  proxy.freeze();
  const late = producer.send(topic, numbered(5, 10), { signal: AbortSignal.timeout(500) });
  const waiting = producer.send(topic, numbered(10, 15));
  await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
  proxy.thaw();
  await waiting;
  const content = await contentOf(10);
  expect(content.filter((value) => value < 5 || value >= 10)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
});

it('says what the broker refuses, and goes on', async () => {
  const producer = await bench.produce();
  await expect(producer.send(topic, [{ key: 'k', value: 'x'.repeat(2_000_000) }])).rejects.toThrow(/larger|too large/i);
  await producer.send(topic, numbered(0, 5));
  expect(await contentOf(5)).toEqual([0, 1, 2, 3, 4]);
});

it('splits what is too large for one batch', async () => {
  const producer = await bench.produce();
  const values = Array.from({ length: 30 }, (_, index) => ({ key: 'k', value: String(index).padStart(100_000, '0') }));
  await producer.send(topic, values);
  expect(await contentOf(30)).toEqual([...Array(30).keys()]);
});

it('rejects what is under way when it is closed', async () => {
  const producer = await bench.produce();
  proxy.freeze();
  const sending = expect(producer.send(topic, numbered(0, 5))).rejects.toThrow('closed');
  await producer.close();
  await sending;
  proxy.thaw();
  await expect(producer.send(topic, numbered(0, 5))).rejects.toThrow('closed');
});
