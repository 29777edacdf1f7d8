import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopics, type KafkaProducer, openProducer } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { Group } from './group.js';

const brokers = process.env['TILLWATCH_TEST_KAFKA_BROKERS']!.split(',');
const connection = { brokers, clientId: 'test' };
const PARTITIONS = 6;

let topic: string;
let group: Group;
let producer: KafkaProducer;

beforeEach(async () => {
  topic = `test-${randomUUID()}`;
  const spec = { name: topic, partitions: PARTITIONS, retentionMs: 3_600_000, maxMessageBytes: 1_048_576 };
  await createTopics(connection, [{ ...spec, compression: 'producer' }], silentLog);
  group = new Group({ brokers, topic, groupId: `group-${topic}` });
  producer = await openProducer({ connection, log: silentLog });
  await group.watch();
});

afterEach(async () => {
  await group.close();
  await producer.close();
});

let sent = 0;

/** Sends `count` numbered records over all partitions; returns when they are written. */
async function send(count: number): Promise<void> {
  await producer.send(
    topic,
    Array.from({ length: count }, () => ({ key: `till-${sent % 60}`, value: String(sent++) })),
  );
}

beforeEach(() => {
  sent = 0;
});

async function eventually(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 90_000; !(await check()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`Not in time: ${what}`);
  }
}

const handled = (): Map<string, number> => {
  const times = new Map<string, number>();
  for (const { values } of group.ended()) for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return times;
};

/** Everything has been handled, and the group's commits say so. */
async function allDone(): Promise<void> {
  await eventually(`${sent} records handled`, () => handled().size === sent);
  await eventually('all committed', async () => {
    const offsets = await group.look();
    return [...offsets.values()].reduce((sum, offset) => sum + Math.max(offset, 0), 0) === sent;
  });
}

it('finishes and commits what is in hand before a partition moves: nothing is lost, doubled or handled by two', async () => {
  const sending = (async () => {
    for (let round = 0; round < 60; round++) {
      await send(30);
      await sleep(250);
    }
  })();
  await group.join({ delayMs: 120 }).joined;
  for (let round = 0; round < 4; round++) {
    const second = group.join({ delayMs: 150 });
    const third = group.join({ delayMs: 200 });
    await Promise.all([second.joined, third.joined]);
    await sleep(700);
    second.process.kill('SIGTERM');
    await second.gone;
    await sleep(500);
    third.process.kill('SIGTERM');
    await third.gone;
  }
  await sending;
  await allDone();
  expect(new Set(group.ended().map(({ member }) => member)).size).toBe(9);
  expect(group.overlaps()).toEqual([]);
  expect([...handled()].filter(([, times]) => times > 1)).toEqual([]);
  expect(group.wrongCommits()).toEqual([]);
}, 180_000);

it('commits nothing for a partition it lost while it was stopped in the middle of a batch', async () => {
  const slow = group.join({ delayMs: 3_000 });
  await slow.joined;
  await send(60);
  await eventually('batches in hand', () => group.batches.some(({ what }) => what === 'began'));
  slow.process.kill('SIGSTOP');
  const quick = group.join({ delayMs: 20 });
  await quick.joined; // when the session of the stopped one is over
  await send(60);
  await eventually('the other one has done it all', () => handled().size === sent);
  slow.process.kill('SIGCONT');
  await sleep(4_000); // it finishes its batch, and would commit it
  await send(600);
  await allDone();
  expect(group.wrongCommits()).toEqual([]);
  expect(group.ended().some(({ member, first }) => member === slow.name && first > 20)).toBe(true);
}, 180_000);

it('gives a batch again that was handled but not committed when its process was killed', async () => {
  await send(120);
  const first = group.join({ delayMs: 30, dieAfter: 2 });
  await first.gone;
  const done = handled();
  expect(done.size).toBeGreaterThan(0);
  group.join({ delayMs: 30 });
  await allDone();
  const again = [...handled()].filter(([, times]) => times > 1).map(([value]) => value);
  expect(again.length).toBeGreaterThan(0);
  expect(again.every((value) => done.has(value))).toBe(true);
  expect(group.wrongCommits()).toEqual([]);
}, 120_000);
