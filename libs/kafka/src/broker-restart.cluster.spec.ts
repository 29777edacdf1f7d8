import { setTimeout as sleep } from 'node:timers/promises';
import { type KafkaBroker, startKafka } from '@tillwatch/testing';
import { Bench, connectionTo, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';

let broker: KafkaBroker;
let bench: Bench;

beforeAll(async () => {
  broker = await startKafka();
  bench = new Bench(connectionTo(broker.brokers));
});

afterAll(async () => {
  await bench.close();
  await broker.stop();
});

it('goes on when the broker comes back: nothing is lost, and every record is in the topic once and in order', async () => {
  const topic = await makeTopic(bench.connection);
  const producer = await bench.produce();
  const seen: { partition: number; offset: number; key: string; value: number }[] = [];
  const consumer = await bench.consume({
    topics: [topic],
    handle({ records }) {
      for (const { partition, offset, key, value } of records) {
        seen.push({ partition, offset: Number(offset), key: String(key), value: Number(value) });
      }
      return Promise.resolve();
    },
  });
  let sent = 0;
  let over = false;
  const sending = (async () => {
    while (!over) {
      await producer.send(topic, numbered(sent, sent + 100));
      sent += 100;
      await sleep(20);
    }
  })();
  for (let round = 0; round < 2; round++) {
    const before = sent;
    await eventually('records flow', () => sent > before + 1000 && seen.length > before + 500);
    await broker.kill();
    await sleep(1_000);
    await broker.restart();
  }
  const before = sent;
  await eventually('records flow again', () => sent > before + 1000);
  over = true;
  await sending;
  await eventually('no lag', async () => (await consumer.lag()) === 0);

  const content = new Map(seen.map((record) => [`${record.partition}/${record.offset}`, record]));
  const values = [...content.values()].map(({ value }) => value).sort((a, b) => a - b);
  expect(values).toEqual([...Array(sent).keys()]);
  for (let key = 0; key < 10; key++) {
    const own = [...content.values()]
      .filter((record) => record.key === `till-${key}`)
      .sort((a, b) => a.offset - b.offset);
    expect(own.map(({ value }) => value)).toEqual(own.map(({ value }) => value).toSorted((a, b) => a - b));
  }
}, 180_000);

it('goes on when the broker answers nothing for a while', async () => {
  const topic = await makeTopic(bench.connection);
  const producer = await bench.produce();
  const seen: number[] = [];
  await bench.consume({
    topics: [topic],
    handle: (batch) => Promise.resolve(void seen.push(...valuesOf(batch))),
  });
  await producer.send(topic, numbered(0, 10));
  await eventually('consumes', () => seen.length === 10);
  broker.freeze();
  const sending = producer.send(topic, numbered(10, 20));
  await sleep(8_000);
  broker.thaw();
  await sending;
  await eventually('consumes again', () => new Set(seen).size === 20);
}, 120_000);
