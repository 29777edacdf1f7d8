import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import type { LoadBatch } from '@tillwatch/terminal';
import { Pool } from 'pg';
import type { Bench } from './benchmark.ts';
import { openEventLog } from './event-log.ts';
import { encoded } from './load.ts';
import { bothSides, inRounds, type Round, secondsOf } from './rounds.ts';

/** An event before it is text: each side makes its own JSON inside the measured time. */
export interface PlainEvent {
  id: string;
  type: string;
  identity: string;
  header: Record<string, unknown>;
  data: Record<string, unknown>;
}

/** What one writer appends, in order, to a stream that nobody else writes to. */
export interface Work {
  stream: string;
  /** One append each. */
  calls: PlainEvent[][];
}

/** Appends one call's events at the exact version that the writer's last append left. */
export interface Writer {
  append(events: readonly PlainEvent[]): Promise<void>;
}

interface Side {
  writer(stream: string): Writer;
  close(): Promise<void>;
}

const databaseName = 'bench_emmett';

/** Rates of the same work, done by our store and by Emmett's, on one server; `work` gives new events each round. */
export async function besideEmmett(
  { servers, rounds }: Bench,
  writers: number,
  work: (round: number) => Promise<Work[]>,
): Promise<Round[]> {
  const databaseUrl = await servers.createDatabase(databaseName);
  const ours = await openOurs(databaseUrl);
  const emmett = await openEmmett(databaseUrl, writers);
  const measured = await inRounds(rounds, async (index) => {
    const tasks = await work(index);
    const events = tasks.reduce((sum, { calls }) => sum + calls.flat().length, 0);
    return bothSides(
      index,
      async () => events / (await secondsOf(() => appendAll(ours, tasks))),
      async () => events / (await secondsOf(() => appendAll(emmett, tasks))),
    );
  });
  await Promise.all([ours.close(), emmett.close()]);
  await servers.dropDatabase(databaseName);
  return measured;
}

/** The events of a batch, as objects. */
export function plainEvents(batch: LoadBatch): PlainEvent[] {
  return encoded(batch).events.map((event) => ({
    ...event,
    header: JSON.parse(event.header) as Record<string, unknown>,
    data: JSON.parse(event.data) as Record<string, unknown>,
  }));
}

async function appendAll(side: Side, tasks: readonly Work[]): Promise<void> {
  const write = async ({ stream, calls }: Work): Promise<void> => {
    const writer = side.writer(stream);
    for (const call of calls) await writer.append(call);
  };
  await Promise.all(tasks.map(write));
}

async function openOurs(databaseUrl: string): Promise<Side> {
  const log = await openEventLog(databaseUrl);
  return { writer: (stream) => ourWriter(log.store, stream), close: () => log.close() };
}

function ourWriter(store: EventStore, stream: string): Writer {
  let expectedRevision = NO_STREAM;
  return {
    async append(plain) {
      const events = plain.map(({ header, data, ...rest }) => ({
        ...rest,
        header: JSON.stringify(header),
        data: JSON.stringify(data),
      }));
      const [result] = await store.append([{ stream, expectedRevision, events }]);
      if (!result?.ok) throw new Error('Our store refused an append.');
      expectedRevision = result.revision;
    },
  };
}

/** With a connection for every writer, its tables made beforehand. */
async function openEmmett(databaseUrl: string, writers: number): Promise<Side> {
  const pool = new Pool({ connectionString: databaseUrl, max: writers });
  pool.on('error', () => {}); // a lost connection fails the query it carries; unheard, it would end the process
  const store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    writer(stream) {
      let expectedStreamVersion = 0n;
      return {
        async append(plain) {
          const events = plain.map(({ type, header, data }) => ({ type, data: { header, data } }));
          const result = await store.appendToStream(stream, events, { expectedStreamVersion });
          expectedStreamVersion = result.nextExpectedStreamVersion;
        },
      };
    },
    async close() {
      await store.close();
      await pool.end();
    },
  };
}
