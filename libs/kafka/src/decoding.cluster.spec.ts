import { randomBytes } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type KafkaBroker, startKafka } from '@tillwatch/testing';
import { Bench, connectionTo, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';
import { crc32c } from './fetch/crc32c.js';
import type { KafkaRecord, Undecodable } from './records.js';

let broker: KafkaBroker;
let bench: Bench;

beforeAll(async () => {
  broker = await startKafka();
  bench = new Bench(connectionTo(broker.brokers));
});

afterEach(() => bench.close());
afterAll(() => broker.stop());

it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
  'reads what the broker itself compressed with %s',
  async (compression) => {
    const topic = await makeTopic(bench.connection, { compression });
    const producer = await bench.produce(compression === 'gzip' ? 'none' : 'gzip');
    await producer.send(topic, numbered(0, 2000));
    const seen: number[] = [];
    await bench.consume({ topics: [topic], handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))) });
    await eventually('all consumed', () => seen.length >= 2000);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, index) => index));
  },
);

it('passes a record of 10 MB', async () => {
  const topic = await makeTopic(bench.connection, { maxMessageBytes: 16 * 1024 * 1024 });
  const value = randomBytes(10_000_000);
  const producer = await bench.produce();
  await producer.send(topic, [{ key: 'till-1', value }]);
  await producer.send(topic, [{ key: 'till-1', value: 'after it' }]);
  const seen: KafkaRecord[] = [];
  await bench.consume({ topics: [topic], handle: (batch) => Promise.resolve(void seen.push(...batch.records)) });
  await eventually('both consumed', () => seen.length === 2);
  expect(seen[0]!.value!.equals(value)).toBe(true);
  expect(String(seen[1]!.value)).toBe('after it');
});

it('hands over a batch that is damaged on the disk, and one with an unknown codec, and goes on behind them', async () => {
  const { topic, bytes, write } = await threeBatches();
  const [damaged, unknown] = [bytes[1]!, bytes[2]!];
  damaged[damaged.length - 3]! ^= 0xff;
  unknown[22]! |= 6;
  unknown.writeUInt32BE(crc32c(unknown.subarray(21)), 17);
  await write();
  const seen: number[] = [];
  const undecodable: Undecodable[] = [];
  let refusals = 0;
  const consumer = await bench.consume({
    topics: [topic],
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
    onUndecodable(found) {
      if (refusals++ < 2) return Promise.reject(new Error('not durable yet'));
      return Promise.resolve(void undecodable.push(found));
    },
  });
  await eventually('the last batch consumed', () => seen.length >= 20);
  expect(undecodable).toEqual([
    { topic, partition: 0, firstOffset: '10', lastOffset: '19', raw: damaged, reason: 'The checksum does not match.' },
    {
      topic,
      partition: 0,
      firstOffset: '20',
      lastOffset: '29',
      raw: unknown,
      reason: 'Compression codec 6 is not known.',
    },
  ]);
  expect(seen).toEqual([...Array(10).keys(), ...Array.from({ length: 10 }, (_, index) => 30 + index)]);
  await eventually('no lag', async () => (await consumer.lag()) === 0);
  expect(consumer.restarts).toBe(0);
});

it('lets the other partitions go on when the broker cannot read one from its disk', async () => {
  const { topic, bytes, write } = await threeBatches();
  const other = await makeTopic(bench.connection, { partitions: 1 });
  bytes[0]!.writeInt8(9, 16); // the broker looks at the format before it sends anything
  await write();
  const seen: number[] = [];
  const consumer = await bench.consume({
    topics: [topic, other],
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
  });
  await eventually('assigned', () => consumer.assigned().length === 2);
  const producer = await bench.produce();
  for (let sent = 0; sent < 100; sent += 10) {
    await producer.send(other, numbered(1000 + sent, 1010 + sent));
    await eventually('taken', () => seen.includes(1009 + sent));
  }
  expect(seen.filter((value) => value < 1000)).toEqual([]);
  expect(consumer.restarts).toBe(0);
});

/** A partition with four batches of ten records, as it lies on the disk, and a way to put the changed bytes back. */
async function threeBatches() {
  const topic = await makeTopic(bench.connection, { partitions: 1 });
  const producer = await bench.produce();
  for (let from = 0; from < 40; from += 10) await producer.send(topic, numbered(from, from + 10));
  const folder = join(broker.folder, `${topic}-0`);
  const log = (await readdir(folder)).find((name) => name.endsWith('.log'))!;
  const file = await open(join(folder, log), 'r+');
  const whole = await file.readFile();
  const bytes: Buffer[] = [];
  for (let at = 0; at < whole.length; at += 12 + whole.readInt32BE(at + 8)) {
    bytes.push(whole.subarray(at, at + 12 + whole.readInt32BE(at + 8)));
  }
  const write = async () => {
    await file.write(whole, 0, whole.length, 0);
    await file.close();
  };
  return { topic, bytes, write };
}
