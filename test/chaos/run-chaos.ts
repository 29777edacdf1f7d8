import { setTimeout as sleep } from 'node:timers/promises';
import { planScenario, startEndingAt } from '@tillwatch/terminal';
import { ackBeforeAppend } from './ack-before-append.ts';
import { Acknowledged } from './acknowledged.ts';
import { checkStored, settleAndStop } from './aftermath.ts';
import { sendIncidents, sendLoad } from './load.ts';
import { type Kill, planKills } from './plan-kills.ts';
import { ingestToken, Product } from './product.ts';
import { seededRandom } from './random.ts';

export interface ChaosOptions {
  kills: number;
  seed: number;
  /** Puts a product that acknowledges before it appends in the place of ours: the checks must find it out. */
  negativeControl: boolean;
  onProgress(kills: number, acknowledged: number): void;
  /** Leaves nothing behind, then rejects. */
  interrupted?: AbortSignal;
}

export interface ChaosReport {
  kills: number;
  withPostgres: number;
  whileStarting: number;
  acknowledged: number;
  duplicates: number;
  /** From each kill until the product was ready again; of kills that were not followed by another before that. */
  recoveriesMs: number[];
  /** Empty: everything held. By check. */
  violations: Record<string, string[]>;
}

/** About what one kill takes; the incidents are spread over the run by it. */
const msPerKill = 3_000;
const scenario = 'shop-day';

/** Kills the product again and again while terminals send, then checks everything it promised. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, negativeControl } = options;
  const random = seededRandom(seed);
  const kills = planKills(options.kills, random);
  const plan = planScenario(scenario, { seed, start: startEndingAt(scenario, Date.now()) });
  const told = new Acknowledged();
  const product = await Product.prepare();
  options.interrupted?.addEventListener('abort', () => void product.remove());
  const control = negativeControl ? await ackBeforeAppend(product.url) : undefined;
  try {
    const enough = new AbortController();
    const target = { url: control?.url ?? product.url, token: ingestToken, told };
    const senders = Promise.all([
      sendLoad({ ...target, seed, random: seededRandom(~seed), enough: enough.signal }),
      sendIncidents(plan, { ...target, durationMs: kills.length * msPerKill }),
    ]);
    // When a sender gives up, the kills go on to their end first: then it is reported.
    senders.catch(() => {});
    const recoveriesMs = await killAndStart(product, kills, (count) => options.onProgress(count, told.receipts.size));
    enough.abort();
    await senders;
    await control?.close();
    const stopping = await settleAndStop(product);
    return {
      kills: kills.length,
      withPostgres: kills.filter(({ postgresToo }) => postgresToo).length,
      whileStarting: kills.filter(({ during }) => during === 'starting').length,
      acknowledged: told.receipts.size,
      duplicates: told.duplicates,
      recoveriesMs,
      violations: { answers: told.violations, ...(await checkStored(product, told, plan.expects)), ...stopping },
    };
  } finally {
    await control?.close();
    await product.remove();
  }
}

async function killAndStart(
  product: Product,
  kills: readonly Kill[],
  onKilled: (count: number) => void,
): Promise<number[]> {
  const recoveriesMs: number[] = [];
  let killedAt: number | undefined;
  const recover = async (): Promise<void> => {
    await product.ready();
    if (killedAt !== undefined) recoveriesMs.push(performance.now() - killedAt);
  };
  await product.start();
  for (const [index, kill] of kills.entries()) {
    if (kill.during === 'running') await recover();
    await sleep(kill.afterMs);
    await product.assertRunning();
    await product.kill(kill);
    killedAt = performance.now();
    await product.start();
    onKilled(index + 1);
  }
  await recover();
  return recoveriesMs;
}
