import { connect, isDatabaseError, type Database } from '@tillwatch/postgres';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { appendWithin } from './append-statement.js';
import { collect, newEvent, newEvents } from './event-store.contract.js';
import { NO_STREAM, type EventStore, type NewEvent, type StoredEvent, type StreamAppend } from './event-store.js';
import { eventLogMigrations } from './migrations.js';
import { postgresEventStore } from './postgres.js';

let test: TestDatabase;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = test.database;
});
beforeEach(async () => {
  await db.query('DROP SCHEMA IF EXISTS tillwatch CASCADE; DROP TABLE IF EXISTS projected');
  for (const { sql } of eventLogMigrations) await db.query(sql);
  await db.query('CREATE TABLE projected (position bigint PRIMARY KEY)');
});
afterAll(() => test.drop());

const toStream = (stream: string, expectedRevision: number, events: NewEvent[]): StreamAppend[] => [
  { stream, expectedRevision, events },
];

/** Two stores on one database are two processes. */
const openTwo = (): [EventStore, EventStore] => [postgresEventStore(db), postgresEventStore(db)];

const lockWaiters = async (): Promise<number> => {
  const waiters = await db.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiters.length;
};

const projected = async (): Promise<number[]> =>
  (await db.query<{ position: number }>('SELECT position FROM projected ORDER BY 1')).map((row) => row.position);

describe('readers never skip', () => {
  /**
   * Three writers whose transactions end in another order than they began, and a reader that looks after each end with
   * the cursor `position > last`. Returns what the reader saw.
   */
  async function readWhileWritersOvertake(
    write: (tx: Parameters<typeof appendWithin>[0], writer: number) => Promise<unknown>,
    readAfter: (last: number) => Promise<number[]>,
  ): Promise<number[]> {
    const writers = [1, 2, 3].map(() => ({
      end: Promise.withResolvers<void>(),
      ended: Promise.resolve(),
      wrote: false,
    }));
    for (const [i, writer] of writers.entries()) {
      writer.ended = db.transaction(async (tx) => {
        await write(tx, i);
        writer.wrote = true;
        await writer.end.promise;
      });
      // The next one starts when this one has written, or waits for the lock of one that has.
      while (writers.filter(({ wrote }) => wrote).length + (await lockWaiters()) <= i);
    }
    const seen: number[] = [];
    const look = async () => void seen.push(...(await readAfter(seen.at(-1) ?? 0)));
    for (const { end, ended, wrote } of [...writers].reverse()) {
      end.resolve();
      if (wrote) await ended;
      await look();
    }
    await Promise.all(writers.map(({ ended }) => ended));
    await look();
    return seen;
  }

  it('sees every event when positions are given out under the lock on the head', async () => {
    const store = postgresEventStore(db);
    const seen = await readWhileWritersOvertake(
      (tx, writer) => appendWithin(tx, toStream(`s-${writer}`, NO_STREAM, newEvents(2))),
      async (last) => (await store.readAll(last, 100)).map((event) => event.position),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('would skip events with an identity column instead: the test is able to fail', async () => {
    await db.query('CREATE TABLE naive (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text)');
    const seen = await readWhileWritersOvertake(
      (tx, writer) => tx.query('INSERT INTO naive (stream) VALUES ($1), ($1)', [`s-${writer}`]),
      async (last) =>
        (await db.query<{ position: number }>('SELECT position FROM naive WHERE position > $1 ORDER BY 1', [last])).map(
          (row) => row.position,
        ),
    );
    expect(await db.query('SELECT count(*)::int AS stored FROM naive')).toEqual([{ stored: 6 }]);
    expect(seen).toEqual([5, 6]);
  });

  it('shows what another process appends', async () => {
    const [here, there] = openTwo();
    const reading = collect(here, 0, 2);
    await there.append(toStream('a', NO_STREAM, newEvents(1)));
    await db.transaction((tx) => appendWithin(tx, toStream('b', NO_STREAM, newEvents(1))));
    expect((await reading).map((event) => event.stream)).toEqual(['a', 'b']);
  });
});

describe('evidence cannot be changed', () => {
  const CHANGES = [
    'UPDATE tillwatch.events SET data = $$x$$',
    'DELETE FROM tillwatch.events',
    'TRUNCATE tillwatch.events',
  ];
  const refused = { code: '42501' };

  beforeEach(async () => void (await postgresEventStore(db).append(toStream('a', NO_STREAM, newEvents(1)))));

  it.each(CHANGES)('not by its owner: %s', async (change) => {
    await expect(db.query(change)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('append-only'),
    });
  });

  it('not by its owner pretending to be a replica', async () => {
    const asReplica = db.transaction(async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(CHANGES[1]!);
    });
    await expect(asReplica).rejects.toMatchObject(refused);
  });

  it.each([
    ...CHANGES,
    'DROP TRIGGER events_are_append_only ON tillwatch.events',
    'ALTER TABLE tillwatch.events DISABLE TRIGGER ALL',
    'DROP TABLE tillwatch.events',
    'SET session_replication_role = replica',
    'DELETE FROM tillwatch.streams',
    'DELETE FROM tillwatch.log_head',
    'CREATE TABLE tillwatch.mine ()',
  ])('not by the application: %s', async (change) => {
    const asApplication = db.transaction(async (tx) => {
      await tx.query('SET LOCAL ROLE tillwatch_app');
      await tx.query(change);
    });
    await expect(asApplication).rejects.toMatchObject({
      ...refused,
      message: expect.not.stringContaining('append-only'),
    });
  });

  it('while the application appends and reads', async () => {
    const events = await db.transaction(async (tx) => {
      await tx.query('SET LOCAL ROLE tillwatch_app');
      await appendWithin(tx, [...toStream('a', 0, newEvents(1)), ...toStream('b', NO_STREAM, newEvents(1))]);
      return tx.query('SELECT position FROM tillwatch.events ORDER BY 1');
    });
    expect(events).toEqual([{ position: 1 }, { position: 2 }, { position: 3 }]);
  });
});

describe('alongside', () => {
  const project = async (tx: Parameters<typeof appendWithin>[0], events: StoredEvent[]): Promise<void> => {
    for (const { position } of events) await tx.query('INSERT INTO projected VALUES ($1)', [position]);
  };

  it('commits with the events, given in log order and without the refused ones', async () => {
    const store = postgresEventStore(db, { alongside: project });
    const given: StoredEvent[] = [];
    const watching = postgresEventStore(db, { alongside: async (_, events) => void given.push(...events) });
    await store.append([...toStream('a', NO_STREAM, newEvents(2)), ...toStream('b', 7, newEvents(1))]);
    expect(await projected()).toEqual([1, 2]);
    await watching.append([...toStream('b', 7, newEvents(1)), ...toStream('a', 1, newEvents(2))]);
    expect(given).toEqual(await store.readAll(2, 10));
  });

  it('may append events of its own', async () => {
    const store = postgresEventStore(db, {
      alongside: async (tx, events) => {
        await appendWithin(tx, toStream(`alert-${events[0]!.id}`, NO_STREAM, newEvents(1)));
      },
    });
    const reading = collect(store, 0, 4);
    await store.append(toStream('a', NO_STREAM, newEvents(1)));
    const [second] = await store.append(toStream('a', 0, newEvents(1)));
    expect(second).toEqual({ ok: true, revision: 1, positions: [3] });
    expect((await reading).map((event) => event.stream)).toEqual([
      'a',
      expect.stringMatching(/^alert-/),
      'a',
      expect.stringMatching(/^alert-/),
    ]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('bad projection'))],
    ['runs a statement that fails', (tx) => tx.query('SELECT 1/0')],
    ['swallows a failed statement', (tx) => tx.query('SELECT 1/0').catch(() => {})],
    ['loses the connection', (tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())')],
  ] as [string, (tx: Parameters<typeof appendWithin>[0]) => Promise<unknown>][])(
    'keeps the evidence, and nothing of the projection, when it %s',
    async (_, fail) => {
      const failures: unknown[] = [];
      const store = postgresEventStore(db, {
        alongside: async (tx, events) => {
          await project(tx, events);
          await fail(tx);
        },
        onAlongsideFailure: (error) => failures.push(error),
      });
      const results = await store.append(toStream('a', NO_STREAM, newEvents(2)));
      expect(results).toEqual([{ ok: true, revision: 1, positions: [1, 2] }]);
      expect(failures).toHaveLength(1);
      expect(await store.head()).toBe(2);
      expect(await projected()).toEqual([]);
    },
  );
});

describe('under load and failure', () => {
  it('puts what waits into few transactions', async () => {
    const rounds: number[] = [];
    const store = postgresEventStore(db, { alongside: async (_, events) => void rounds.push(events.length) });
    const one = (i: number) => store.append(toStream(`s-${i}`, NO_STREAM, newEvents(1)));
    await Promise.all(Array.from({ length: 5_000 }, (_, i) => one(i)));
    expect(rounds).toEqual([4_000, 1_000]);
  });

  it('refuses what would wait behind 20,000 events, and takes it again afterwards', async () => {
    const store = postgresEventStore(db);
    const events = newEvents(4_000);
    const appends = ['a', 'b', 'c', 'd', 'e'].map((stream) => store.append(toStream(stream, NO_STREAM, events)));
    await expect(store.append(toStream('f', NO_STREAM, newEvents(1)))).rejects.toMatchObject({
      problem: { code: 'unavailable' },
      retryAfter: 1,
    });
    await Promise.all(appends);
    expect(await store.append(toStream('f', NO_STREAM, newEvents(1)))).toMatchObject([{ ok: true }]);
    expect(await store.head()).toBe(20_001);
  });

  it('rejects every caller of a round when the database is away', async () => {
    const away = postgresEventStore(connect({ url: 'postgres://nobody:x@127.0.0.1:1/none' }));
    const attempts = ['a', 'b'].map((stream) => away.append(toStream(stream, NO_STREAM, newEvents(1))));
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: '08001' });
  });

  it('throws out of a subscription when an event is missing in the log', async () => {
    await postgresEventStore(db).append(toStream('a', NO_STREAM, newEvents(3)));
    await db.query('ALTER TABLE tillwatch.events DISABLE TRIGGER ALL; DELETE FROM tillwatch.events WHERE position = 2');
    await expect(collect(postgresEventStore(db), 0, 3)).rejects.toThrow('no event at position 2');
  });

  it('stores each event once when backends are killed and writers re-read before they retry', async () => {
    const store = postgresEventStore(db);
    let failures = 0;
    async function writeSurely(stream: string, events: NewEvent[]): Promise<void> {
      for (const [i, event] of events.entries()) {
        while ((await store.find(stream, [event.identity]).catch(() => [])).length === 0) {
          await store.append(toStream(stream, i - 1, [event])).catch((error: unknown) => {
            if (!isDatabaseError(error)) throw error;
            failures++;
          });
        }
      }
    }
    const events = Array.from({ length: 60 }, (_, i) => newEvent(`1/${i + 1}`));
    const writing = Promise.all(['a', 'b', 'c'].map((stream) => writeSurely(stream, events)));
    let done = false;
    void writing.finally(() => (done = true));
    const killer = connect({ url: test.url, maxConnections: 1 });
    while (!done) {
      await killer.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE '%append_events%' AND state = 'active' AND pid <> pg_backend_pid()`,
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await writing;
    await killer.close();
    expect(failures).toBeGreaterThan(0);
    const log = await store.readAll(0, 1_000);
    expect(log.map((event) => event.position)).toEqual(Array.from({ length: 180 }, (_, i) => i + 1));
    expect(new Set(log.map((event) => `${event.stream} ${event.identity}`)).size).toBe(180);
  });
});
