import { once } from 'node:events';
import { type AddressInfo, connect as dial, createServer, type Socket } from 'node:net';
import { connect } from '@tillwatch/postgres';
import { createEventStoreDbLog, type EventStoreDbLog, rememberingLog } from '@tillwatch/testing';
import { collect, newEvent, newEvents } from './event-store.contract.js';
import { NO_STREAM, type EventStore, type NewEvent } from './event-store.js';
import { eventStoreDbEventStore } from './eventstoredb.js';
import { dropLogIndex } from './eventstoredb/log-index.js';

let log: EventStoreDbLog;
beforeEach(async () => void (log = await createEventStoreDbLog()));
afterEach(() => log.drop());

const quick = { lookMs: 50, stalledMs: 300, firstRetryMs: 20, lastRetryMs: 200 };

const append = async (store: EventStore, stream: string, expectedRevision: number, events: NewEvent[]) =>
  (await store.append([{ stream, expectedRevision, events }]))[0]!;

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const indexRows = () =>
  log.database.query(
    `SELECT position, commit_position::text, prepare_position::text, stream, revision, identity
     FROM tillwatch.log_index ORDER BY position`,
  );

const checkpoint = async () => {
  const [row] = await log.database.query<{ position: number; commit: string }>(
    'SELECT position, commit_position::text AS commit FROM tillwatch.log_checkpoint',
  );
  return { position: row!.position, commit: BigInt(row!.commit) };
};

describe('two processes', () => {
  /** A way to a server that can be cut, as when the machine of those who use it dies. */
  async function cuttable(target: URL) {
    const sockets = new Set<Socket>();
    const proxy = createServer((near) => {
      const far = dial(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => (near.destroy(), far.destroy()));
      }
      near.pipe(far).pipe(near);
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = new URL(target);
    url.port = String((proxy.address() as AddressInfo).port);
    const cut = (): void => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    };
    return { url: url.href, cut };
  }

  it('keep one index: what one appends the other sees, at the same places', async () => {
    const [here, there] = [log.open(), log.open()];
    const reading = collect(there, 0, 60);
    for (let n = 0; n < 10; n++) {
      await Promise.all([append(here, 'a', n * 3 - 1, newEvents(3)), append(there, 'b', n * 3 - 1, newEvents(3))]);
    }
    expect((await reading).map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(await here.readAll(0, 100)).toEqual(await there.readAll(0, 100));
    expect([here.isLeader, there.isLeader].sort()).toEqual([false, true]);
  });

  it('change the lead within ten seconds when the leader dies, and number on without a hole', async () => {
    const way = await cuttable(new URL(log.databaseUrl));
    const ofLeader = connect({ url: way.url, applicationName: 'leader' });
    const leader = eventStoreDbEventStore({ url: log.server.url, database: ofLeader, log: rememberingLog().log });
    leader.start();
    await until(() => leader.isLeader);
    const heir = log.open();
    await append(leader, 'a', NO_STREAM, newEvents(5));
    expect(heir.isLeader).toBe(false);
    way.cut();
    const died = Date.now();
    expect(await append(heir, 'a', 4, newEvents(2))).toEqual({ ok: true, revision: 6, positions: [6, 7] });
    expect(heir.isLeader).toBe(true);
    expect(Date.now() - died).toBeLessThan(10_000);
    await leader.stop();
    await ofLeader.close();
  });
});

describe('the checkpoint', () => {
  it('moves through stretches where nothing is for us, and a restart begins behind them', async () => {
    const store = log.open();
    await append(store, 'a', NO_STREAM, newEvents(2));
    const before = await checkpoint();
    await log.server.writeSystemEvents(1_200);
    await until(async () => (await checkpoint()).commit > before.commit);
    expect((await checkpoint()).position).toBe(2);
    await store.stop();
    const again = log.open();
    expect(await append(again, 'a', 1, newEvents(1))).toMatchObject({ positions: [3] });
  }, 120_000);

  it('is believed only as far as the log reaches: what came in place of a lost stretch is numbered', async () => {
    const store = log.open();
    await append(store, 'a', NO_STREAM, newEvents(1));
    await store.stop();
    await log.database.query('UPDATE tillwatch.log_checkpoint SET commit_position = commit_position + 1000000000');
    expect(await append(log.open(), 'a', 0, newEvents(1))).toMatchObject({ positions: [2] });
  });

  it('is not moved by who finds it elsewhere', async () => {
    const store = log.open();
    await append(store, 'a', NO_STREAM, newEvents(1));
    await log.database.query('UPDATE tillwatch.log_checkpoint SET prepare_position = prepare_position - 1');
    const broken = log.open({ times: { indexMs: 500 } });
    await store.stop();
    // Nobody indexes from a place that never was: the server says that it is none.
    await expect(append(broken, 'b', NO_STREAM, newEvents(1))).rejects.toMatchObject({
      problem: { code: 'unavailable' },
    });
    expect(await indexRows()).toHaveLength(1);
  });

  it('belongs to one log: another one is refused and said so', async () => {
    const store = log.open();
    await append(store, 'a', NO_STREAM, newEvents(3));
    await store.stop();
    const elsewhere = await createEventStoreDbLog();
    const { said, log: memory } = rememberingLog();
    const strayed = log.open({ url: elsewhere.server.url, log: memory, times: { ...quick, indexMs: 500 } });
    await expect(append(strayed, 'b', NO_STREAM, newEvents(1))).rejects.toMatchObject({ status: 503 });
    expect(said).toContain('The log index could not go on; it will try again.');
    expect(await indexRows()).toHaveLength(3);
    await elsewhere.drop();
  });
});

describe('the watchdog', () => {
  it('opens a subscription again that has gone silent', async () => {
    const { said, log: memory } = rememberingLog();
    const store = log.open({ log: memory, times: quick });
    await append(store, 'a', NO_STREAM, newEvents(1));
    log.server.silenceSubscriptions();
    expect(await append(store, 'a', 0, newEvents(1))).toMatchObject({ positions: [2] });
    expect(said).toContain('The log index is behind and does not move; it subscribes again.');
  });

  it('leaves a subscription alone that has nothing to say', async () => {
    const { said, log: memory } = rememberingLog();
    const store = log.open({ log: memory, times: quick });
    await append(store, 'a', NO_STREAM, newEvents(1));
    await log.server.writeSystemEvents(5);
    const { subscribe } = log.server.counts;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(log.server.counts.subscribe).toBe(subscribe);
    expect(said).toEqual([]);
  });

  it('is needed: without it a silent subscription stops the log', async () => {
    const store = log.open({ times: { lookMs: 600_000, indexMs: 1_500 } });
    await append(store, 'a', NO_STREAM, newEvents(1));
    log.server.silenceSubscriptions();
    await expect(append(store, 'a', 0, newEvents(1))).rejects.toMatchObject({ problem: { code: 'unavailable' } });
  });
});

it('says how far the index is behind', async () => {
  const store = log.open();
  await append(store, 'a', NO_STREAM, newEvents(1));
  expect(await store.lag()).toBe(0);
  await log.server.writeSystemEvents(3);
  expect(await store.lag()).toBeGreaterThan(0);
  await append(store, 'a', 0, newEvents(1));
  expect(await store.lag()).toBe(0);
});

it('goes on when the server was away', async () => {
  const store = log.open({ times: quick });
  await append(store, 'a', NO_STREAM, newEvents(2));
  await log.restartServer();
  await until(async () => {
    const result = await append(store, 'a', 1, newEvents(1)).catch(() => undefined);
    return result !== undefined;
  });
  expect((await store.readAll(0, 10)).map(({ position }) => position)).toEqual([1, 2, 3]);
});

it('can be dropped while it is in use, and is made again with the same places', async () => {
  const store = log.open({ times: quick });
  for (const stream of ['a', 'b', 'c']) {
    const events = Array.from({ length: 40 }, (_, i) =>
      newEvent(`1/${i}`, { header: JSON.stringify({ id: 'x', epoch: 1, sequence: String(i) }) }),
    );
    await append(store, stream, NO_STREAM, events);
  }
  const before = await indexRows();
  const { commit } = await checkpoint();
  await dropLogIndex(log.database);
  await until(async () => (await store.head()) === 120);
  expect(await indexRows()).toEqual(before);
  expect((await checkpoint()).commit).toBeGreaterThanOrEqual(commit);
  expect(await append(store, 'd', NO_STREAM, newEvents(1))).toMatchObject({ positions: [121] });
});

it('gives the application no way to change a row', async () => {
  const [granted] = await log.database.query(
    `SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) AS rights FROM information_schema.role_table_grants
     WHERE grantee = 'tillwatch_app' AND table_name = 'log_index'`,
  );
  expect(granted).toEqual({ rights: 'INSERT SELECT' });
});
