import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '@tillwatch/kernel';
import { Bench, connectionTo, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';
import type { KafkaRecord, RecordBatch } from './records.js';
import { createTopics } from './topics.js';

const connection = connectionTo();
const bench = new Bench(connection);
let topic: string;

beforeEach(async () => {
  topic = await makeTopic(connection);
});

afterEach(() => bench.close());

it('gives every record once, in the order of its key, and commits: a second consumer of the group gets only what is new', async () => {
  const producer = await bench.produce();
  await producer.send(topic, numbered(0, 1000));
  const groupId = randomUUID();
  const seen: KafkaRecord[] = [];
  const collect = (batch: RecordBatch) => Promise.resolve(void seen.push(...batch.records));
  const first = await bench.consume({ topics: [topic], groupId, handle: collect });
  await eventually('all consumed', () => seen.length >= 1000);
  await eventually('no lag', async () => (await first.lag()) === 0);
  await first.stop();
  expect(seen.map(({ value }) => Number(value)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 1000 }, (_, i) => i),
  );
  for (let key = 0; key < 10; key++) {
    const own = seen.filter((record) => String(record.key) === `till-${key}`).map(({ value }) => Number(value));
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }

  seen.length = 0;
  await producer.send(topic, numbered(1000, 1010));
  await bench.consume({ topics: [topic], groupId, handle: collect });
  await eventually('the new ones consumed', () => seen.length >= 10);
  await sleep(500);
  expect(seen.map(({ value }) => Number(value)).sort()).toEqual(numbered(1000, 1010).map(({ value }) => Number(value)));
});

it('passes null keys, null values, repeated headers and empty values through', async () => {
  const producer = await bench.produce();
  await producer.send(topic, [{ key: null, value: null, headers: { reason: 'x' } }]);
  await producer.send(topic, [{ key: '', value: '' }]);
  const seen: KafkaRecord[] = [];
  await bench.consume({ topics: [topic], handle: (batch) => Promise.resolve(void seen.push(...batch.records)) });
  await eventually('both consumed', () => seen.length === 2);
  const empty = seen.find(({ value }) => value !== null)!;
  const nothing = seen.find(({ value }) => value === null)!;
  expect(nothing).toMatchObject({ key: null, value: null, topic });
  expect(nothing.headers).toEqual({ reason: Buffer.from('x') });
  expect(empty).toMatchObject({ key: Buffer.alloc(0), value: Buffer.alloc(0) });
  expect(Math.abs(Number(empty.timestamp) - Date.now())).toBeLessThan(60_000);
});

it('gives the same records again after a rejection, while the other partitions go on', async () => {
  const producer = await bench.produce();
  await producer.send(topic, numbered(0, 300, 30));
  let broken: number | undefined;
  const taken = new Set<number>();
  const attempts: string[] = [];
  const consumer = await bench.consume({
    topics: [topic],
    handle(batch) {
      broken ??= batch.partition;
      if (batch.partition === broken && attempts.length < 3) {
        attempts.push(batch.records[0]!.offset);
        return Promise.reject(new Error('the store is away'));
      }
      for (const value of valuesOf(batch)) taken.add(value);
      return Promise.resolve();
    },
  });
  await eventually('everything taken', () => taken.size === 300);
  expect(attempts).toEqual(['0', '0', '0']);
  await eventually('no lag', async () => (await consumer.lag()) === 0);
  expect(consumer.restarts).toBe(0);
});

it('commits nothing of a batch whose handler did not finish: it comes again to the next consumer', async () => {
  const producer = await bench.produce();
  await producer.send(topic, numbered(0, 50));
  const groupId = randomUUID();
  const held: number[] = [];
  const first = await bench.consume({
    topics: [topic],
    groupId,
    limits: { stopMs: 100 },
    async handle(batch, signal) {
      held.push(...valuesOf(batch));
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw signal.reason;
    },
  });
  await eventually('all in hand', () => held.length === 50);
  await first.stop();
  const again: number[] = [];
  await bench.consume({ topics: [topic], groupId, handle: (b) => Promise.resolve(void again.push(...valuesOf(b))) });
  await eventually('all again', () => again.length >= 50);
  expect(again.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
});

it('stays in the group while a batch takes longer than the session', async () => {
  const producer = await bench.produce();
  await producer.send(topic, [{ key: 'till-1', value: '1' }]);
  const groupId = randomUUID();
  let calls = 0;
  let done = false;
  const consumer = await bench.consume({
    topics: [topic],
    groupId,
    async handle() {
      calls++;
      await sleep(9_000);
      done = true;
    },
  });
  await eventually('handled', () => done);
  await eventually('no lag', async () => (await consumer.lag()) === 0);
  expect(calls).toBe(1);
});

it('waits for a topic that does not exist yet', async () => {
  const late = `late-${randomUUID()}`;
  const seen: number[] = [];
  const consumer = await bench.consume({
    topics: [late],
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
  });
  const producer = await bench.produce();
  const sending = producer.send(late, numbered(0, 10));
  await sleep(1_000);
  expect(consumer.assigned()).toEqual([]);
  const spec = { name: late, partitions: 2, retentionMs: 3_600_000, maxMessageBytes: 1_048_576 };
  await createTopics(connection, [{ ...spec, compression: 'producer' }], silentLog);
  await sending;
  await eventually('consumes', () => seen.length === 10);
});
