import { type Benchmark, scaled } from './benchmark.ts';
import { besideEmmett, plainEvents } from './emmett.ts';
import { openLoad } from './load.ts';

const eventsPerCall = 1_000;
const callsPerRound = 30;

/** A thousand events of one stream in each call, by one writer. */
export const emmettBatch: Benchmark = {
  figures: [{ name: 'emmett-batch', unit: 'events/s', floor: 2, aim: 3.5 }],

  async run(bench) {
    const perRound = scaled(callsPerRound, bench.scale);
    const load = openLoad({ batches: perRound * (bench.rounds + 1), batchSize: eventsPerCall, terminals: 1 });
    const measured = await besideEmmett(bench, 1, async (round) => [
      { stream: `terminal-${round}`, calls: (await load.next(perRound)).map(plainEvents) },
    ]);
    return { 'emmett-batch': measured };
  },
};
