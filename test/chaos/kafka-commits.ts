import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../cluster/installation.ts';
import { Outside } from './outside.ts';
import { seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';

/** Nothing the service says reaches Kafka for so long before the kill: what it has fetched it appends, and cannot commit. */
const cutOffMs = 300;
const latestMs = 1_500;
/** The group waits for the killed member's session to end before it gives its partitions away. */
const takesMs = 60_000;
const stopped = 0;

/**
 * Kills the service between fetching records and committing their offsets. Every other time the proxy holds its commits
 * back first, so that the kill surely falls between the append and the commit: all of it comes again.
 */
export const kafkaCommits: Scenario = {
  name: 'kafka-commits',
  counts: { en: 'kills', zh: '次强杀' },
  usual: 50,
  async run({ count, seed, onProgress, interrupted }) {
    const random = seededRandom(seed);
    const outside = await Outside.prepare(seed);
    interrupted?.addEventListener('abort', () => void outside.close());
    try {
      let app: App = await outside.installation.startCompliance();
      outside.startLoad(random);
      let redelivered = 0;
      for (let kill = 1; kill <= count; kill++) {
        await untilItTakes(app);
        await sleep(random() * latestMs);
        const cutOff = kill % 2 === 0;
        if (cutOff) {
          outside.proxy.freeze();
          await sleep(cutOffMs);
        }
        redelivered += (await answered(app)).duplicate;
        await app.kill();
        outside.proxy.thaw();
        app = await outside.installation.startCompliance();
        onProgress(kill, outside.told.receipts.size);
      }
      const settling = await outside.settle();
      redelivered += (await answered(app)).duplicate;
      const status = await app.stop();
      const ending = status === stopped ? [] : [`the service ended with ${status}: ${app.output().slice(-2_000)}`];
      return {
        figures: { kills: count, acknowledged: outside.told.receipts.size, redelivered },
        violations: { ...settling, ...(await outside.check()), ending },
      };
    } finally {
      await outside.close();
    }
  },
};

/** Records of this life: new ones, and those the log had already because they were appended before a kill and not committed. */
async function answered({ url }: App): Promise<{ stored: number; duplicate: number }> {
  const answer = await fetch(`${url}/metrics`).catch(() => undefined);
  const text = (await answer?.text()) ?? '';
  const count = (result: string): number =>
    Number(new RegExp(`^tillwatch_events_total\\{result="${result}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { stored: count('stored'), duplicate: count('duplicate') };
}

async function untilItTakes(app: App): Promise<void> {
  for (const deadline = Date.now() + takesMs; Date.now() < deadline; await sleep(20)) {
    const { stored, duplicate } = await answered(app);
    if (stored + duplicate > 0) return;
  }
  throw new Error(`The service took nothing within ${takesMs} ms.\n${app.output().slice(-2_000)}`);
}
