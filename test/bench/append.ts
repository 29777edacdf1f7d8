import type { EventStore, StreamAppend } from '@tillwatch/event-store';
import { type Benchmark, scaled } from './benchmark.ts';
import { CopyReference } from './copy-reference.ts';
import { openEventLog } from './event-log.ts';
import { Appends, batchSize, openLoad } from './load.ts';
import { inRounds, secondsOf } from './rounds.ts';

const eventsPerRound = 60_000;
/** One call: ten streams at exact revisions, a hundred events each. */
const eventsPerCall = 1_000;
/** Callers that wait for their answers; the store takes together what waits. */
const callers = 4;
const databaseName = 'bench_append';

/** The store's batched append with its revision check, and nothing else. */
export const append: Benchmark = {
  figures: [{ name: 'append', unit: 'events/s', floor: 0.4, aim: 0.55 }],

  async run({ servers, rounds, scale }) {
    const databaseUrl = await servers.createDatabase(databaseName);
    const log = await openEventLog(databaseUrl);
    const reference = await CopyReference.open(databaseUrl);
    const perRound = scaled(eventsPerRound, scale, eventsPerCall);
    const load = openLoad({ batches: (perRound / batchSize) * (rounds + 1) });
    const appends = new Appends();
    const measured = await inRounds(rounds, async () => {
      const calls = inCalls(appends.of(await load.next(perRound / batchSize)));
      const seconds = await secondsOf(() => appendAll(log.store, calls));
      return { value: perRound / seconds, reference: await reference.rate() };
    });
    await Promise.all([log.close(), reference.close()]);
    await servers.dropDatabase(databaseName);
    return { append: measured };
  },
};

function inCalls(appends: readonly StreamAppend[]): StreamAppend[][] {
  const perCall = eventsPerCall / batchSize;
  return Array.from({ length: appends.length / perCall }, (_, i) => appends.slice(i * perCall, (i + 1) * perCall));
}

async function appendAll(store: EventStore, calls: StreamAppend[][]): Promise<void> {
  const waiting = calls.values();
  const caller = async (): Promise<void> => {
    for (const call of waiting) {
      const results = await store.append(call);
      if (!results.every((result) => result.ok)) throw new Error('An append was refused.');
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}
