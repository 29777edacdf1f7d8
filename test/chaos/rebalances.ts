import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { topics } from '@tillwatch/kafka';
import type { App } from '../cluster/installation.ts';
import { Outside } from './outside.ts';
import { seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';

const members = 3;
/** Longer than a member may be silent: the group goes on without it, and it wakes up with batches that are no longer its own. */
const stoppedMs = 12_000;
const goingMs = 3_000;
const joinMs = 60_000;

/**
 * A fourth member comes and goes, and takes nothing: each time the group divides its partitions anew in the middle of
 * batches. One of the three others is held up again and again, as by a machine that pauses.
 */
export const rebalances: Scenario = {
  name: 'rebalances',
  counts: { en: 'rebalances', zh: '次重新分配' },
  usual: 100,
  async run({ count, seed, onProgress, interrupted }) {
    const random = seededRandom(seed);
    const outside = await Outside.prepare(seed);
    interrupted?.addEventListener('abort', () => void outside.close());
    try {
      const apps: App[] = [];
      for (let member = 0; member < members; member++) apps.push(await outside.installation.startCompliance());
      outside.startLoad(random);
      const over = new AbortController();
      const holding = holdUp(apps[0]!, over.signal);
      for (let done = 0; done < count; done += 2) {
        const leave = await joinGroup(outside);
        await sleep(random() * 500);
        await leave();
        await sleep(random() * 500);
        onProgress(Math.min(done + 2, count), outside.told.receipts.size);
      }
      over.abort();
      const stops = await holding;
      const settling = await outside.settle();
      const statuses = await Promise.all(apps.map((app) => app.stop()));
      const ending = statuses.flatMap((status, index) =>
        status === 0 ? [] : [`member ${index} ended with ${status}: ${apps[index]!.output().slice(-1_000)}`],
      );
      return {
        figures: { rebalances: count, stops, acknowledged: outside.told.receipts.size },
        violations: { ...settling, ...(await outside.check()), ending },
      };
    } finally {
      await outside.close();
    }
  },
};

/** SIGSTOP and SIGCONT in turns; resolves to how often, with the process running. */
async function holdUp({ child }: App, signal: AbortSignal): Promise<number> {
  let stops = 0;
  while (!signal.aborted) {
    await sleep(goingMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    child.kill('SIGSTOP');
    stops++;
    await sleep(stoppedMs, undefined, { signal }).catch(() => {});
    child.kill('SIGCONT');
  }
  return stops;
}

/** Joins the services' group and resolves when it has partitions; it commits nothing. Returns how to leave. */
async function joinGroup({ installation }: Outside): Promise<() => Promise<void>> {
  const { brokers } = installation.connection;
  const kafka = new kafkajs.Kafka({ brokers, clientId: 'joiner', logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${installation.prefix}tillwatch-intake`, sessionTimeout: 8_000 });
  await consumer.connect();
  await consumer.subscribe({ topics: [installation.prefix + topics.terminalEvents] });
  const joined = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    setTimeout(() => reject(new Error(`The group let nobody in within ${joinMs} ms.`)), joinMs).unref();
  });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
  await joined;
  return () => consumer.disconnect();
}
