import { startFaultProxy } from '@tillwatch/testing';
import { generateLoad, sendBatch } from '@tillwatch/terminal';
import { Acknowledged, type SentEvent } from './acknowledged.ts';
import { checkStored, settleAndStop } from './aftermath.ts';
import { ingestToken, Product } from './product.ts';
import { seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';

const cutShare = 0.02;
const lanes = 16;
const terminals = 64;
const eventsPerBatch = 5;
/** The load's clock starts so far back that it never gets ahead of ours. */
const agoMs = 30 * 86_400_000;

/** One reply in fifty never reaches the terminal: it sends the same again, and nothing may come of that but an answer. */
export const cutReplies: Scenario = {
  name: 'cut-replies',
  counts: { en: 'batches', zh: '批' },
  usual: 10_000,
  async run({ count, seed, onProgress, interrupted }) {
    const random = seededRandom(seed);
    const told = new Acknowledged();
    const product = await Product.prepare();
    interrupted?.addEventListener('abort', () => void product.remove());
    try {
      await product.start();
      await product.ready();
      const target = { host: '127.0.0.1', port: Number(new URL(product.url).port) };
      const proxy = await startFaultProxy({ target, cutsReply: () => random() < cutShare });
      const load = generateLoad({ terminals, seed, start: Date.now() - agoMs, batchSize: eventsPerBatch });
      const url = `http://127.0.0.1:${proxy.port}`;
      let begun = 0;
      const lane = async (): Promise<void> => {
        while (begun++ < count) {
          const { body } = (await load.next()).value;
          const answer = await sendBatch(body, { url, token: ingestToken, draw: random, longestWaitMs: 200 });
          told.record(JSON.parse(body.toString('utf8')) as SentEvent[], answer);
          if (begun % 1_000 === 0) onProgress(begun, told.receipts.size);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      await proxy.close();
      const stopping = await settleAndStop(product);
      return {
        figures: { batches: count, cuts: proxy.cuts, acknowledged: told.receipts.size, duplicates: told.duplicates },
        violations: { answers: told.violations, ...(await checkStored(product, told, [])), ...stopping },
      };
    } finally {
      await product.remove();
    }
  },
};
