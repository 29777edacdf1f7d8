import { openService } from '@tillwatch/compliance';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { connect, type Database, prepareRoles } from '@tillwatch/postgres';
import { readModels, rebuild } from '@tillwatch/read-models';
import { Registry } from 'prom-client';
import { type Benchmark, scaled } from './benchmark.ts';
import { openEventLog } from './event-log.ts';
import { untilProjected } from './intake.ts';
import { Appends, batchSize, openLoad, terminals } from './load.ts';
import { bothSides, inRounds, secondsOf } from './rounds.ts';

const eventsInLog = 200_000;
/** As large as the rebuild's. */
const pageSize = 5_000;
const batchesPerAppend = 20;
const databaseName = 'bench_replay';
const rebuilt = 'operator-state';

/** Building a read model again from the whole log, over merely fetching the same columns of the same rows. */
export const replay: Benchmark = {
  figures: [{ name: 'replay', unit: 'events/s', floor: 0.38, aim: 0.55 }],

  async run({ servers, rounds, scale, say }) {
    const databaseUrl = await servers.createDatabase(databaseName);
    const events = scaled(eventsInLog, scale, terminals * batchSize);
    say(`filling a log with ${events} events`);
    await fillLog(databaseUrl, events);
    await project(databaseUrl);
    const database = connect({ url: await prepareRoles(databaseUrl), tenant: 'default' });
    const measured = await inRounds(rounds, (index) =>
      bothSides(
        index,
        () => rebuildRate(database),
        async () => events / (await secondsOf(() => scan(database, events))),
      ),
    );
    await database.close();
    await servers.dropDatabase(databaseName);
    return { replay: measured };
  },
};

/** A log of ordinary load, in a fresh database. */
export async function fillLog(databaseUrl: string, events: number): Promise<void> {
  const log = await openEventLog(databaseUrl);
  const load = openLoad({ batches: events / batchSize });
  const appends = new Appends();
  for (let batches = events / batchSize; batches > 0; batches -= batchesPerAppend) {
    await log.store.append(appends.of(await load.next(Math.min(batches, batchesPerAppend))));
  }
  await log.close();
}

/** The service follows the log up to its end, so that there are live rows to compare with. */
export async function project(ownerUrl: string): Promise<void> {
  const service = await openService({
    ownerUrl,
    judges: false,
    operatorKey: 'bench',
    tenant: 'default',
    clock: systemClock,
    log: silentLog,
    metrics: new Registry(),
  });
  await untilProjected(service.database);
  await service.stop();
}

async function rebuildRate(database: Database): Promise<number> {
  const readModel = readModels.find(({ name }) => name === rebuilt);
  if (!readModel) throw new Error(`There is no read model ${rebuilt}.`);
  const { events, seconds, equal } = await rebuild(database, readModel);
  if (!equal) throw new Error(`${rebuilt} is not what it was before the rebuild.`);
  return events / seconds;
}

async function scan(database: Database, events: number): Promise<void> {
  const text = 'SELECT position, stream, revision, type, header, data FROM tillwatch.events ORDER BY position';
  let rows = 0;
  for await (const page of database.pages(text, [], pageSize)) rows += page.length;
  if (rows !== events) throw new Error(`The scan met ${rows} events instead of ${events}.`);
}
