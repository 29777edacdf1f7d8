import { randomUUID } from 'node:crypto';
import {
  ANY,
  type AppendExpectedRevision,
  END,
  EventStoreDBClient,
  excludeSystemEvents,
  jsonEvent,
  NO_STREAM,
  type Position,
  START,
  STREAM_EXISTS,
} from '@eventstore/db-client';
import { createTestDatabase, type TestDatabase } from '../test-database.js';
import { startEventStoreDb, type EventStoreDb } from './server.js';

/**
 * The server as EventStoreDB's own client sees it: what these say is in the documentation of EventStoreDB or in its
 * sources, and our adapter relies on it.
 */
let test: TestDatabase;
let server: EventStoreDb;
let client: EventStoreDBClient;

beforeAll(async () => {
  test = await createTestDatabase();
  server = await startEventStoreDb({ databaseUrl: test.url, maxAppendBytes: 10_000 });
  client = EventStoreDBClient.connectionString(server.url);
});
afterAll(async () => {
  await client.dispose();
  await server.stop();
  await test.drop();
});

let stream = '';
beforeEach(() => void (stream = `stream-${randomUUID()}`));

const event = (n: number, id: string = randomUUID()) =>
  jsonEvent({ id, type: 'Happened', data: { n }, metadata: { by: n } });
const events = (count: number) => Array.from({ length: count }, (_, n) => event(n));
const append = (list: ReturnType<typeof events>, expectedRevision: AppendExpectedRevision) =>
  client.appendToStream(stream, list, { expectedRevision });

async function numbers(options: Parameters<EventStoreDBClient['readStream']>[1] = {}): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { event: read } of client.readStream(stream, options)) found.push(Number(read!.revision));
  return found;
}

/** Both ways to append; the client takes the plain one when credentials are given for the call. */
describe.each([
  ['in a batch', {}],
  ['plainly', { credentials: { username: 'a', password: 'b' } }],
])('appending %s', (_, how) => {
  const appendTo = (name: string, list: ReturnType<typeof events>, expectedRevision: AppendExpectedRevision) =>
    client.appendToStream(name, list, { expectedRevision, ...how });

  it('says the revision and a position far beyond the numbers', async () => {
    const first = await appendTo(stream, events(2), NO_STREAM);
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    const second = await appendTo(stream, events(1), 1n);
    expect(second.nextExpectedRevision).toBe(2n);
    expect(second.position!.commit).toBeGreaterThan(first.position!.commit);
    expect(first.position!.commit).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });

  it('refuses another revision and says where the stream is', async () => {
    await appendTo(stream, events(3), NO_STREAM);
    await expect(appendTo(stream, events(1), NO_STREAM)).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 2n,
    });
    await expect(appendTo(stream, events(1), 7n)).rejects.toMatchObject({ expectedVersion: 7n, actualVersion: 2n });
    await expect(appendTo(`${stream}-none`, events(1), 0n)).rejects.toMatchObject({ actualVersion: 'no_stream' });
    await expect(appendTo(`${stream}-none`, events(1), STREAM_EXISTS)).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
  });

  it('takes the same append at the same place again, also when the stream has gone on, and stores it once', async () => {
    const list = events(2);
    const first = await appendTo(stream, list, NO_STREAM);
    expect(await appendTo(stream, list, NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await appendTo(stream, events(1), 1n);
    expect(await appendTo(stream, list, NO_STREAM)).toEqual(first);
    expect(await appendTo(stream, list, ANY)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await numbers()).toEqual([0, 1, 2]);
  });

  it('knows no uniqueness of ids: the same event at the next place is stored again', async () => {
    const list = events(1);
    await appendTo(stream, list, NO_STREAM);
    expect(await appendTo(stream, list, 0n)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await numbers()).toEqual([0, 1]);
  });

  it('refuses an append of which a part is there already', async () => {
    const list = events(2);
    await appendTo(stream, list.slice(0, 1), NO_STREAM);
    await expect(appendTo(stream, list, NO_STREAM)).rejects.toMatchObject({ actualVersion: 0n });
  });

  it('refuses what is larger than its limit', async () => {
    const large = jsonEvent({ type: 'Happened', data: { text: 'x'.repeat(10_000) } });
    await expect(client.appendToStream(stream, large, { expectedRevision: NO_STREAM, ...how })).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 10_000,
    });
  });
});

describe('reading', () => {
  it('reads a stream both ways, from a revision, up to a count, and gives no positions', async () => {
    await append(events(5), NO_STREAM);
    expect(await numbers({ maxCount: 3 })).toEqual([0, 1, 2]);
    expect(await numbers({ fromRevision: 3n })).toEqual([3, 4]);
    expect(await numbers({ direction: 'backwards', fromRevision: END, maxCount: 2 })).toEqual([4, 3]);
    expect(await numbers({ direction: 'backwards', fromRevision: 1n })).toEqual([1, 0]);
    for await (const { event: read, commitPosition } of client.readStream(stream, { maxCount: 1 })) {
      expect(commitPosition).toBeUndefined();
      expect(read!.position).toEqual({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n });
      expect(read).toMatchObject({ type: 'Happened', data: { n: 0 }, metadata: { by: 0 }, isJson: true });
    }
  });

  it('says that a stream does not exist', async () => {
    await expect(numbers()).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('reads everything in order, its own records among them, a position included', async () => {
    await append(events(3), NO_STREAM);
    await server.writeSystemEvents(2);
    const all: { position: Position; type: string }[] = [];
    for await (const { event: read } of client.readAll()) all.push(read!);
    const commits = all.map(({ position }) => position.commit);
    expect(commits).toEqual([...commits].sort((a, b) => (a < b ? -1 : 1)));
    expect(all.map(({ type }) => type)).toEqual(expect.arrayContaining(['$metadata', '$statsCollected', 'Happened']));
    const third = all[2]!.position;
    const again: bigint[] = [];
    for await (const { event: read } of client.readAll({ fromPosition: third, maxCount: 2 })) {
      again.push(read!.position.commit);
    }
    expect(again).toEqual(commits.slice(2, 4));
    const back: bigint[] = [];
    for await (const { event: read } of client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 2 })) {
      back.push(read!.position.commit);
    }
    expect(back).toEqual(commits.slice(-2).reverse());
  });

  it('refuses a position where nothing stands', async () => {
    const { position } = await append(events(1), NO_STREAM);
    const fromPosition = { commit: position!.commit + 1n, prepare: position!.prepare + 1n };
    await expect(client.readAll({ fromPosition }).toArray()).rejects.toThrow('invalid position');
  });
});

describe('subscribing', () => {
  it('catches up, says so, goes on, and tells how far it looked where the filter leaves everything out', async () => {
    const { position } = await append(events(2), NO_STREAM);
    await server.writeSystemEvents(80);
    const checkpoints: Position[] = [];
    const seen: unknown[] = [];
    const caughtUp = Promise.withResolvers<void>();
    const subscription = client.subscribeToAll({
      fromPosition: position!,
      filter: excludeSystemEvents({
        maxSearchWindow: 32,
        checkpointReached: async (_, at) => void checkpoints.push(at),
      }),
    });
    subscription.on('data', ({ event: read }) => seen.push(read?.streamId));
    subscription.on('caughtUp', () => caughtUp.resolve());
    await caughtUp.promise;
    expect(checkpoints.length).toBeGreaterThanOrEqual(3);
    expect(checkpoints.at(-1)!.commit).toBeGreaterThan(position!.commit);
    // From a position: what comes after it.
    expect(seen).toEqual([]);
    await append(events(1), 1n);
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toEqual([stream]);
    await subscription.unsubscribe();
  });

  it('shows events whose type is not of the system also in streams that are', async () => {
    const subscription = client.subscribeToAll({ fromPosition: START, filter: excludeSystemEvents() });
    for await (const { event: read } of subscription) {
      expect(read).toMatchObject({ streamId: '$persistentSubscriptionConfig', type: 'PersistentConfig1' });
      break;
    }
  });
});

describe('deleting', () => {
  it('hides a deleted stream, which goes on at its next revision', async () => {
    await append(events(3), NO_STREAM);
    await client.deleteStream(stream, { expectedRevision: 2n });
    await expect(numbers()).rejects.toMatchObject({ type: 'stream-not-found' });
    expect(await append(events(1), NO_STREAM)).toMatchObject({ nextExpectedRevision: 3n });
    expect(await numbers()).toEqual([3]);
  });

  it('has no more use for a stream with a tombstone', async () => {
    await append(events(1), NO_STREAM);
    await client.tombstoneStream(stream);
    await expect(numbers()).rejects.toMatchObject({ type: 'stream-deleted', streamName: stream });
    await expect(append(events(1), ANY)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.tombstoneStream(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  it('keeps metadata, and shows only the last events of a stream that is to have so many', async () => {
    await append(events(5), NO_STREAM);
    await client.setStreamMetadata(stream, { maxCount: 2 });
    expect(await client.getStreamMetadata(stream)).toMatchObject({ metadata: { maxCount: 2 } });
    expect(await numbers()).toEqual([3, 4]);
    await client.setStreamMetadata(stream, { truncateBefore: 4 });
    expect(await numbers()).toEqual([4]);
  });

  it('keeps all of that over a restart', async () => {
    await append(events(2), NO_STREAM);
    await client.tombstoneStream(stream);
    await server.stop();
    server = await startEventStoreDb({ databaseUrl: test.url, port: server.port, maxAppendBytes: 10_000 });
    await expect(numbers()).rejects.toMatchObject({ type: expect.stringMatching(/unavailable|stream-deleted/) });
    await expect(numbers()).rejects.toMatchObject({ type: 'stream-deleted' });
  });
});

describe('on command', () => {
  it('sends those who want the leader elsewhere, and nobody else', async () => {
    server.beNotLeader(1);
    expect(await append(events(1), NO_STREAM)).toMatchObject({ success: true });
    await expect(client.readStream(stream, { requiresLeader: true }).toArray()).rejects.toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port: server.port },
    });
    expect(await numbers({ requiresLeader: true })).toEqual([0]);
  });

  it('says that an append timed out, whether it was stored or not', async () => {
    server.failAppends('timeout', 'stored-timeout');
    const [lost, kept] = [events(1), events(1)];
    await expect(append(lost, NO_STREAM)).rejects.toMatchObject({ type: 'deadline-exceeded' });
    await expect(append(kept, NO_STREAM)).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(await numbers()).toEqual([0]);
    expect(await append(kept, NO_STREAM)).toMatchObject({ nextExpectedRevision: 0n });
  });

  it('cuts connections', async () => {
    server.failAppends('stored-dropped');
    await expect(append(events(1), NO_STREAM)).rejects.toMatchObject({ type: 'unavailable' });
    expect(await numbers()).toEqual([0]);
  });
});

it('is found by discovery', async () => {
  const url = server.url.replace('esdb://', 'esdb+discover://');
  const discovering = EventStoreDBClient.connectionString(url);
  expect(await discovering.appendToStream(stream, event(1))).toMatchObject({ success: true });
  await discovering.dispose();
});
