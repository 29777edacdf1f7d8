import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { topics } from '@tillwatch/kafka';
import { type KafkaBroker, startKafka } from '@tillwatch/testing';
import { Kafka } from 'kafkajs';

const script = fileURLToPath(new URL('../../apps/compliance/dist/create-topics.js', import.meta.url));
let broker: KafkaBroker;

beforeAll(async () => {
  broker = await startKafka();
});

afterAll(() => broker.stop());

function run(brokers: string): Promise<{ code: number; output: string }> {
  const env = { ...process.env, TILLWATCH_KAFKA_BROKERS: brokers };
  return new Promise((resolve) => {
    const child = execFile('node', [script], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

it('creates the topics once, says what differs, and leaves it alone', async () => {
  const brokers = broker.brokers.join(',');
  const first = await run(brokers);
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('created / 已创建') });
  for (const topic of Object.values(topics)) expect(first.output).toContain(`${topic}: created`);
  expect(await run(brokers)).toMatchObject({ code: 0, output: expect.not.stringContaining('created') });

  const admin = new Kafka({ brokers: broker.brokers, logLevel: 0 }).admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic: topics.alerts, count: 5 }] });
  const retention = { name: 'retention.ms', value: '60000' };
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: topics.terminalEvents, configEntries: [retention] }],
  });
  const third = await run(brokers);
  expect(third.code).toBe(1);
  expect(third.output).toContain(
    'terminal-events: DIFFERENT / 不一致\n  retention.ms: 60000, specified / 规格: 604800000',
  );
  expect(third.output).toContain('alerts: DIFFERENT / 不一致\n  partitions: 5, specified / 规格: 3');
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [topics.terminalEvents] });
  expect(found[0]!.partitions).toHaveLength(12);
  await admin.disconnect();
});

it('says in both languages what is wrong: 2 for a setting, 1 for a Kafka that does not answer', async () => {
  expect(await run('')).toMatchObject({
    code: 2,
    output: expect.stringMatching(/TILLWATCH_KAFKA_BROKERS is not set[\s\S]*未设置/),
  });
  expect(await run('127.0.0.1:1')).toMatchObject({ code: 1, output: expect.stringContaining('Kafka 没有响应') });
});
