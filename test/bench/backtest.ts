import { rules } from '@tillwatch/detection';
import { connect, type Database, prepareRoles } from '@tillwatch/postgres';
import { backtest as runBacktest } from '@tillwatch/read-models';
import { type Benchmark, scaled } from './benchmark.ts';
import { batchSize, terminals } from './load.ts';
import { fillLog, project } from './replay.ts';
import { bothSides, inRounds, secondsOf } from './rounds.ts';

const eventsInLog = 200_000;
const pageSize = 1_000;
const databaseName = 'bench_backtest';
/** Sees every login and logout. */
const tried = rules.find(({ id }) => id === 'R9')!;
const always = { from: 0, to: Date.UTC(2100, 0) };

/** A rule tried on all of the past, over merely fetching the rows that it sees. */
export const backtest: Benchmark = {
  figures: [{ name: 'backtest', unit: 'events/s', floor: 0.2, aim: 0.4 }],

  async run({ servers, rounds, scale, say }) {
    const databaseUrl = await servers.createDatabase(databaseName);
    const events = scaled(eventsInLog, scale, terminals * batchSize);
    say(`filling a log with ${events} events`);
    await fillLog(databaseUrl, events);
    await project(databaseUrl);
    const database = connect({ url: await prepareRoles(databaseUrl) });
    const seen = await scan(database);
    say(`${tried.id} sees ${seen} of them`);
    const measured = await inRounds(rounds, (index) =>
      bothSides(
        index,
        async () => seen / (await secondsOf(() => tryAll(database, seen))),
        async () => seen / (await secondsOf(() => scan(database))),
      ),
    );
    await database.close();
    await servers.dropDatabase(databaseName);
    return { backtest: measured };
  },
};

async function tryAll(database: Database, expected: number): Promise<void> {
  for await (const line of runBacktest(database, { rule: tried, ...always })) {
    if ('summary' in line && line.summary.events !== expected) {
      throw new Error(`The backtest saw ${line.summary.events} events instead of ${expected}.`);
    }
  }
}

async function scan(database: Database): Promise<number> {
  const text = 'SELECT * FROM read_models.timeline WHERE name = ANY($1)';
  let rows = 0;
  for await (const page of database.pages(text, [tried.on], pageSize)) rows += page.length;
  return rows;
}
