import type { LoadBatch } from '@tillwatch/terminal';
import { type Bench, type Benchmark, scaled } from './benchmark.ts';
import { besideEmmett, plainEvents, type Work } from './emmett.ts';
import { batchSize, openLoad } from './load.ts';
import type { Round } from './rounds.ts';

/** One event at a time, each at its expected version, as an interactive command appends. */
export const emmettSingle: Benchmark = {
  figures: [{ name: 'emmett-single', unit: 'events/s', floor: 1.8, aim: 2.5 }],
  run: async (bench) => ({ 'emmett-single': await singleAppends(bench, 1, 2_000) }),
};

/** The same by sixteen writers at once, each on its own stream. */
export const emmettSingle16: Benchmark = {
  figures: [{ name: 'emmett-single-16', unit: 'events/s', floor: 3, aim: 4 }],
  run: async (bench) => ({ 'emmett-single-16': await singleAppends(bench, 16, 8_000) }),
};

async function singleAppends(bench: Bench, writers: number, eventsPerRound: number): Promise<Round[]> {
  const perWriter = scaled(eventsPerRound / writers, bench.scale, batchSize) / batchSize;
  const load = openLoad({ batches: writers * perWriter * (bench.rounds + 1), terminals: writers });
  return besideEmmett(bench, writers, async (round) => {
    const batches = await load.next(writers * perWriter);
    return [...Map.groupBy(batches, (batch) => batch.terminalId)].map(([terminalId, own]) =>
      oneByOne(`terminal-${terminalId}-${round}`, own),
    );
  });
}

function oneByOne(stream: string, batches: readonly LoadBatch[]): Work {
  return { stream, calls: batches.flatMap(plainEvents).map((event) => [event]) };
}
