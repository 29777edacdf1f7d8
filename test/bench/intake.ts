import { connect, type Database } from '@tillwatch/postgres';
import { setTimeout as pause } from 'node:timers/promises';
import { type Benchmark, scaled } from './benchmark.ts';
import { CopyReference } from './copy-reference.ts';
import { HttpClient } from './http-client.ts';
import { batchSize, openLoad, terminals } from './load.ts';
import { inRounds } from './rounds.ts';

const eventsPerRound = 60_000;
/** Every terminal keeps its own connection and has one batch in flight, as real ones do. */
const connections = terminals;
const pollMs = 2;
const databaseName = 'bench_intake';

/** Terminals stream batches over HTTP: until the last one is answered, and until the read models stand there as well. */
export const intake: Benchmark = {
  figures: [
    { name: 'intake', unit: 'events/s', floor: 0.25, aim: 0.4 },
    { name: 'pipeline', unit: 'events/s', floor: 0.2, aim: 0.35 },
  ],

  async run({ servers, rounds, scale }) {
    const databaseUrl = await servers.createDatabase(databaseName);
    const standalone = await servers.startStandalone(databaseUrl);
    const database = connect({ url: databaseUrl, maxConnections: 1 });
    const reference = await CopyReference.open(databaseUrl);
    const client = new HttpClient(standalone, connections);
    const perRound = scaled(eventsPerRound, scale, terminals * batchSize) / batchSize;
    const load = openLoad({ batches: perRound * (rounds + 1) });
    const measured = await inRounds(rounds, async () => {
      const batches = await load.next(perRound);
      const events = perRound * batchSize;
      const started = performance.now();
      await client.postAll(batches);
      const answered = performance.now();
      await untilProjected(database);
      const projected = performance.now();
      return {
        intake: (events * 1_000) / (answered - started),
        pipeline: (events * 1_000) / (projected - started),
        reference: await reference.rate(),
      };
    });
    client.close();
    await Promise.all([standalone.stop(), database.close(), reference.close()]);
    await servers.dropDatabase(databaseName);
    return {
      intake: measured.map((round) => ({ value: round.intake, reference: round.reference })),
      pipeline: measured.map((round) => ({ value: round.pipeline, reference: round.reference })),
    };
  },
};

/** Rules run in the projector, so their alerts and every row are committed with the checkpoint. */
export async function untilProjected(database: Database): Promise<void> {
  const text = `SELECT (SELECT position FROM tillwatch.log_head) - (SELECT position FROM read_models.checkpoint) AS lag`;
  for (;;) {
    const [row] = await database.query<{ lag: number }>(text, [], 'lag');
    if (row!.lag === 0) return;
    await pause(pollMs);
  }
}
