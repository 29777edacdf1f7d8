import { randomUUID } from 'node:crypto';
import { silentLog } from '@tillwatch/kernel';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { ClusterAdmin } from './admin.js';
import { Bench, connectionTo, eventually, makeTopic, numbered, valuesOf } from './cluster.fixture.js';

const bench = new Bench(connectionTo());
const cluster = new ClusterAdmin(bench.connection, silentLog);
const { fetch } = ConsumerGroup.prototype;

afterEach(async () => {
  ConsumerGroup.prototype.fetch = fetch;
  await bench.close();
});

afterAll(() => cluster.close());

/**
 * With several brokers kafkajs joins the group again for one of them while batches of another are in hand. Here the test
 * makes it do so.
 */
it('commits nothing for a partition that moved while its batch was in hand (#1046, #1764)', async () => {
  const topic = await makeTopic(bench.connection, { partitions: 2 });
  const groupId = randomUUID();
  const producer = await bench.produce();
  await producer.send(topic, numbered(0, 20));
  const groups: ConsumerGroup[] = [];
  ConsumerGroup.prototype.fetch = function (nodeId) {
    groups.push(this);
    return fetch.call(this, nodeId);
  };
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const held = new Set<number>();
  const first = await bench.consume({
    topics: [topic],
    groupId,
    async handle(batch) {
      if (held.size < 2) {
        held.add(batch.partition);
        await released;
      }
    },
  });
  await eventually('both partitions in hand', () => held.size === 2);

  const taken: number[] = [];
  const second = await bench.consume({
    topics: [topic],
    groupId,
    handle: (batch) => Promise.resolve(void taken.push(...valuesOf(batch))),
  });
  await eventually('one each', async () => {
    await groups[0]!.joinAndSync();
    return first.assigned().length === 1 && second.assigned().length === 1;
  });
  const [moved] = second.assigned();
  await producer.send(topic, numbered(20, 60));
  const committed = () => commitOf(groupId, topic, moved!.partition);
  await eventually('the new owner has it all', async () => (await second.lag()) === 0);
  const before = await committed();
  expect(before).toBeGreaterThan(10);
  release();
  await eventually('the old owner goes on with its own', async () => (await first.lag()) === 0);
  expect(await committed()).toBe(before);
});

async function commitOf(groupId: string, topic: string, partition: number): Promise<number> {
  const [found] = await cluster.ask((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
  return Number(found!.partitions.find((at) => at.partition === partition)!.offset);
}
