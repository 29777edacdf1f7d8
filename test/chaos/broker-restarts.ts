import { setTimeout as sleep } from 'node:timers/promises';
import { Outside } from './outside.ts';
import { seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';

const betweenMs = { least: 2_000, most: 6_000 };

/** The broker is killed under load and starts again: senders and the service go on where they were. */
export const brokerRestarts: Scenario = {
  name: 'broker-restarts',
  counts: { en: 'restarts', zh: '次重启' },
  usual: 5,
  async run({ count, seed, onProgress, interrupted }) {
    const random = seededRandom(seed);
    const outside = await Outside.prepare(seed);
    interrupted?.addEventListener('abort', () => void outside.close());
    try {
      const app = await outside.installation.startCompliance();
      outside.startLoad(random);
      for (let restart = 1; restart <= count; restart++) {
        await sleep(betweenMs.least + random() * (betweenMs.most - betweenMs.least));
        await outside.kafka.kill();
        await outside.kafka.restart();
        onProgress(restart, outside.told.receipts.size);
      }
      await sleep(betweenMs.most);
      const settling = await outside.settle();
      const status = await app.stop();
      const ending = status === 0 ? [] : [`the service ended with ${status}: ${app.output().slice(-2_000)}`];
      return {
        figures: { restarts: count, acknowledged: outside.told.receipts.size },
        violations: { ...settling, ...(await outside.check()), ending },
      };
    } finally {
      await outside.close();
    }
  },
};
