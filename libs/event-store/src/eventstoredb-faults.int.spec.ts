import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type AppendFault, createEventStoreDbLog, type EventStoreDbLog } from '@tillwatch/testing';
import { newEvent, newEvents } from './event-store.contract.js';
import { NO_STREAM, type EventStore, type NewEvent } from './event-store.js';
import { OutcomeUnknownError } from './eventstoredb/append-channel.js';
import { LogClient } from './eventstoredb/log-client.js';

/** Answers that never come are given up soon; on a slow machine also some that would have come. */
const times = { appendMs: 400, readMs: 5_000, firstRetryMs: 20, lastRetryMs: 200 };

let log: EventStoreDbLog;
let store: EventStore;

beforeEach(async () => {
  log = await createEventStoreDbLog();
  store = log.open({ times });
});
afterEach(() => log.drop());

/** With a header that tells its identity, as every event of the product has: whoever indexes it knows it. */
function told(identity: string): NewEvent {
  const id = randomUUID();
  return newEvent(identity, { id, header: JSON.stringify({ id, identity }) });
}

const append = async (stream: string, expectedRevision: number, events: NewEvent[]) =>
  (await store.append([{ stream, expectedRevision, events }]))[0]!;

const stored = async (stream: string): Promise<string[]> => (await store.readStream(stream)).map(({ id }) => id);

describe('an append whose outcome is not told', () => {
  it.each<AppendFault[][]>([
    [['stored-unanswered']],
    [['lost']],
    [['stored-timeout']],
    [['timeout', 'timeout']],
    [['stored-dropped']],
    [['dropped', 'dropped']],
    [['not-ready', 'lost', 'stored-unanswered']],
    [['late']],
  ])('is stored once: %p', async (faults) => {
    await append('a', NO_STREAM, newEvents(1));
    log.server.failAppends(...faults);
    const events = newEvents(3);
    expect(await append('a', 0, events)).toEqual({ ok: true, revision: 3, positions: [2, 3, 4] });
    expect((await stored('a')).slice(1)).toEqual(events.map(({ id }) => id));
    expect(log.server.faultsLeft()).toBe(0);
  });

  it('is refused when somebody else took the place meanwhile', async () => {
    const other = log.open();
    log.server.failAppends('lost');
    const losing = append('a', NO_STREAM, newEvents(2));
    const taken = newEvents(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other.append([{ stream: 'a', expectedRevision: NO_STREAM, events: taken }]);
    expect(await losing).toEqual({ ok: false, reason: 'wrong-revision', actualRevision: 0 });
    expect(await stored('a')).toEqual([taken[0]!.id]);
  });

  it('is known for its own when others went on after it', async () => {
    const other = log.open();
    log.server.failAppends('stored-unanswered');
    const mine = newEvents(2);
    const appending = append('a', NO_STREAM, mine);
    for (let isThere = false; !isThere;) {
      const [result] = await other.append([{ stream: 'a', expectedRevision: 1, events: newEvents(1) }]);
      isThere = result!.ok;
    }
    expect(await appending).toMatchObject({ ok: true, revision: 1 });
    expect((await stored('a')).slice(0, 2)).toEqual(mine.map(({ id }) => id));
  });

  it('rejects when nobody says in the end, and is found afterwards', async () => {
    log.server.failAppends('lost', 'lost', 'lost', 'lost', 'stored-timeout');
    log.server.exceedDeadlines(100);
    const event = told('1/1');
    const error = await append('a', NO_STREAM, [event]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ problem: { code: 'unavailable' }, retryAfter: 1 });
    log.server.exceedDeadlines(0);
    expect(await store.find('a', ['1/1'])).toMatchObject([{ id: event.id, position: 1 }]);
  });
});

describe('reads and the leader', () => {
  it('goes where the server sends it, and reads again what was cut off', async () => {
    log.server.beNotLeader(1);
    expect(await append('a', NO_STREAM, newEvents(3))).toMatchObject({ ok: true });
    log.server.beNotLeader(1);
    expect(await stored('a')).toHaveLength(3);
    log.server.timeOutReads(2);
    expect(await stored('a')).toHaveLength(3);
    log.server.dropConnections();
    expect(await store.readAll(0, 10)).toHaveLength(3);
  });

  it('says that it is unavailable when reading does not get better', async () => {
    await append('a', NO_STREAM, newEvents(1));
    log.server.timeOutReads(1_000);
    await expect(stored('a')).rejects.toMatchObject({ problem: { code: 'unavailable' }, retryAfter: 1 });
    log.server.timeOutReads(0);
    log.server.exceedDeadlines(1);
    await expect(stored('a')).rejects.toMatchObject({ problem: { code: 'unavailable' } });
  });
});

it('gives up in time on a server that takes connections and says nothing, and stops', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const url = `esdb://127.0.0.1:${(mute.address() as AddressInfo).port}?tls=false`;
  const waiting = log.open({ url, times: { ...times, appendMs: 200, readMs: 200 } });
  const attempt = waiting.append([{ stream: 'a', expectedRevision: NO_STREAM, events: newEvents(1) }]);
  await expect(attempt).rejects.toMatchObject({ problem: { code: 'unavailable' }, retryAfter: 1 });
  await waiting.stop();
  for (const socket of sockets) socket.destroy();
  mute.close();
});

/** Appends until it is stored, as a caller has to: after a rejection it looks before it tries again. */
async function writeSurely(stream: string, event: NewEvent): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    for (;;) {
      try {
        return (await store.find(stream, [event.identity])).length > 0;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  for (let expectedRevision: number = NO_STREAM; ;) {
    try {
      const [result] = await store.append([{ stream, expectedRevision, events: [event] }]);
      if (result!.ok) return;
      expectedRevision = result!.actualRevision;
    } catch {
      if (await isThere()) return;
    }
  }
}

it('loses nothing and stores nothing twice under many writers and everything that goes wrong', async () => {
  const streams = ['a', 'b', 'c', 'd', 'e'];
  const kinds: AppendFault[] = [
    'stored-unanswered',
    'lost',
    'stored-timeout',
    'timeout',
    'stored-dropped',
    'dropped',
    'not-ready',
  ];
  const written: Record<string, string[]> = {};
  let count = 0;
  // By what was written, not by time: however slow the machine, it gets on.
  const breakSomething = (): void => {
    count++;
    if (count % 2 === 0) log.server.failAppends(kinds[(count / 2) % kinds.length]!);
    if (count % 9 === 0) log.server.dropConnections();
    if (count % 7 === 0) log.server.beNotLeader(2);
    if (count % 5 === 0) log.server.exceedDeadlines(1);
  };
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 20; n++) {
        const stream = streams[(writer + n) % streams.length]!;
        const event = told(`${writer}/${n}`);
        breakSomething();
        await writeSurely(stream, event);
        (written[stream] ??= []).push(event.identity);
      }
    }),
  );
  log.server.beNotLeader(0);
  log.server.exceedDeadlines(0);
  expect(log.server.counts.batchAppend).toBeGreaterThan(10); // each broken call was opened again
  const all = await store.readAll(0, 1_000);
  expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 160 }, (_, i) => i + 1));
  for (const stream of streams) {
    const held = await store.readStream(stream);
    expect(held.map(({ revision }) => revision)).toEqual(held.map((_, i) => i));
    expect(held.map(({ identity }) => identity).sort()).toEqual(written[stream]!.sort());
  }
}, 120_000);

it('would store events twice if it appended again without looking: the test is able to fail', async () => {
  const client = new LogClient(log.server.url, times);
  const event = newEvent();
  log.server.failAppends('stored-unanswered');
  for (let expectedRevision: number = NO_STREAM, isStored = false; !isStored;) {
    try {
      const answer = await client.append({ stream: 'a', expectedRevision, events: [event] });
      isStored = answer.ok;
    } catch (error) {
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expectedRevision = (await client.readStream('a', { backwards: true, count: 1 }))[0]?.revision ?? NO_STREAM;
    }
  }
  await client.close();
  expect(await stored('a')).toEqual([event.id, event.id]);
});
