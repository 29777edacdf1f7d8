import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '@tillwatch/kernel';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { Bench, connectionTo, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';
import { createClient } from './connection.js';

const bench = new Bench(connectionTo());
const limits = { stallMs: 2_000, rebalanceMs: 3_000 };
const { fetch, getActiveTopicPartitions, joinAndSync } = ConsumerGroup.prototype;
const never = () => new Promise<never>(() => {});
let topic: string;

beforeEach(async () => {
  topic = await makeTopic(bench.connection, { partitions: 2 });
});

afterEach(async () => {
  Object.assign(ConsumerGroup.prototype, { fetch, getActiveTopicPartitions, joinAndSync });
  await bench.close();
});

/** A fetch that never ends, and one that leaves a partition out while heartbeats go on. */
const hangs: Partial<ConsumerGroup>[] = [
  { fetch: never },
  { getActiveTopicPartitions: () => ({ [topic]: new Set([1]) }) },
];

it.each(hangs)(
  'builds the consumer anew when kafkajs stops fetching without a word (%#), and nothing is lost',
  async (hang) => {
    const producer = await bench.produce();
    const seen: number[] = [];
    const consumer = await bench.consume({
      topics: [topic],
      limits,
      handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
    });
    await producer.send(topic, numbered(0, 20));
    await eventually('consumes', () => seen.length === 20);
    Object.assign(ConsumerGroup.prototype, hang);
    await producer.send(topic, numbered(20, 40));
    await eventually('the hang is noticed', () => consumer.restarts === 1);
    Object.assign(ConsumerGroup.prototype, { fetch, getActiveTopicPartitions });
    await eventually('consumes again', () => seen.length >= 40);
    expect(seen.toSorted((a, b) => a - b)).toEqual([...Array(40).keys()]);
  },
);

it('builds it anew when it does not get into the group', async () => {
  ConsumerGroup.prototype.joinAndSync = never;
  const consumer = await bench.consume({ topics: [topic], limits });
  await eventually('the hang is noticed', () => consumer.restarts === 1);
  ConsumerGroup.prototype.joinAndSync = joinAndSync;
  await eventually('it is in', () => consumer.assigned().length === 2);
});

it('builds it anew when it crashes', async () => {
  ConsumerGroup.prototype.fetch = () => Promise.reject(new TypeError('a fault in the client'));
  const seen: number[] = [];
  const consumer = await bench.consume({
    topics: [topic],
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
  });
  await eventually('the crash is noticed', () => consumer.restarts >= 1);
  ConsumerGroup.prototype.fetch = fetch;
  const producer = await bench.produce();
  await producer.send(topic, numbered(0, 20));
  await eventually('consumes', () => seen.length === 20);
});

it('leaves a consumer alone that has nothing to do, is busy, or waits for the store', async () => {
  const producer = await bench.produce();
  let mode: 'take' | 'slow' | 'refuse' = 'take';
  let taken = 0;
  const consumer = await bench.consume({
    topics: [topic],
    limits: { ...limits, stallMs: 1_000, retry: { firstMs: 4_000, longestMs: 4_000 } },
    async handle({ records }) {
      if (mode === 'slow') await sleep(4_000);
      if (mode === 'refuse') throw new Error('the store is away');
      taken += records.length;
    },
  });
  await producer.send(topic, numbered(0, 20));
  await eventually('consumes', () => taken === 20);
  await sleep(3_000);
  for (mode of ['slow', 'refuse'] as const) {
    await producer.send(topic, numbered(0, 20));
    await sleep(6_000);
  }
  expect(consumer.restarts).toBe(0);
  mode = 'take';
  await eventually('consumes the rest', () => taken === 60);
});

it('passes over transaction markers, and gives no record of an aborted transaction', async () => {
  const { kafka, wire } = createClient(bench.connection, silentLog);
  const transactional = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await transactional.connect();
  for (const end of ['commit', 'abort'] as const) {
    const transaction = await transactional.transaction();
    await transaction.send({ topic, messages: [{ partition: 0, key: 'k', value: end === 'commit' ? '1' : '2' }] });
    await transaction[end]();
  }
  const open = await transactional.transaction(); // holds back what comes after it until it ends
  await open.send({ topic, messages: [{ partition: 0, key: 'k', value: '3' }] });
  const seen: number[] = [];
  const consumer = await bench.consume({
    topics: [topic],
    limits: { ...limits, stallMs: 1_000 },
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
  });
  await eventually('the one', () => seen.length > 0);
  await eventually('no lag', async () => (await consumer.lag()) === 0);
  await sleep(3_000);
  expect(seen).toEqual([1]);
  expect(consumer.restarts).toBe(0);
  await open.commit();
  await eventually('the last one', () => seen.length === 2);
  await transactional.disconnect();
  wire.cut();
});
