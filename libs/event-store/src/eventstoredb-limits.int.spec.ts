import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { createEventStoreDbLog, type EventStoreDbLog, rememberingLog } from '@tillwatch/testing';
import { newEvent, newEvents } from './event-store.contract.js';
import { NO_STREAM, type EventStore, type NewEvent } from './event-store.js';
import { MAX_APPEND_BYTES } from './eventstoredb/append-limits.js';

let log: EventStoreDbLog;
beforeEach(async () => void (log = await createEventStoreDbLog()));
afterEach(() => log.drop());

const append = async (store: EventStore, stream: string, expectedRevision: number, events: NewEvent[]) =>
  (await store.append([{ stream, expectedRevision, events }]))[0]!;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('appends near the limit', () => {
  it('takes what is as large as allowed, many after the other, and refuses what is larger', async () => {
    const store = log.open();
    const large = () => newEvent(undefined, { data: JSON.stringify('长'.repeat(20_000)) });
    const fill = (count: number) => Array.from({ length: count }, large);
    const appends = [0, 16, 32].map((from) => ({ stream: 'a', expectedRevision: from - 1, events: fill(16) }));
    expect((await store.append(appends)).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await store.readStream('a', { limit: 100 })).toHaveLength(48);
    await expect(append(store, 'a', 47, fill(17))).rejects.toThrow(`at most ${MAX_APPEND_BYTES} bytes`);
  });

  it('says what the server said when its limit is lower', async () => {
    const strict = await createEventStoreDbLog({ maxAppendBytes: 1_000 });
    const event = newEvent(undefined, { data: JSON.stringify('x'.repeat(2_000)) });
    await expect(append(strict.open(), 'a', NO_STREAM, [event])).rejects.toThrow('MaximumAppendSizeExceeded');
    await strict.drop();
  });

  it('keeps no name of the server', async () => {
    const store = log.open();
    await expect(append(store, '$a', NO_STREAM, newEvents(1))).rejects.toThrow(RangeError);
    await expect(append(store, 'a', NO_STREAM, [newEvent(undefined, { type: '$x' })])).rejects.toThrow(RangeError);
  });
});

describe('what others do in EventStoreDB', () => {
  let other: EventStoreDBClient;
  beforeEach(() => void (other = EventStoreDBClient.connectionString(log.server.url)));
  afterEach(() => other.dispose());

  it('is no event of ours when it is not, and is told', async () => {
    const { said, log: memory } = rememberingLog();
    const store = log.open({ log: memory });
    await append(store, 'a', NO_STREAM, newEvents(1));
    await other.appendToStream('foreign', jsonEvent({ type: 'Foreign', data: { n: 1 } }));
    await other.appendToStream(
      'foreign',
      jsonEvent({ type: 'Foreign', data: {}, metadata: Buffer.from([0xff, 0xfe]) }),
    );
    expect(await append(store, 'a', 0, newEvents(1))).toMatchObject({ positions: [2] });
    expect(said).toEqual(Array(2).fill('EventStoreDB holds an event that is not ours; it is not part of the log.'));
    expect(await store.readStream('foreign')).toEqual([]);
    expect(await store.find('foreign', ['x'])).toEqual([]);
    // Nobody of ours goes on after it.
    await expect(append(store, 'foreign', 1, newEvents(1))).rejects.toThrow('ends with an event that is not ours');
    expect(await store.readAll(0, 10)).toHaveLength(2);
  });

  it('never makes a reader pass over what was deleted', async () => {
    const { said, log: memory } = rememberingLog();
    const store = log.open({ log: memory });
    await append(store, 'kept', NO_STREAM, newEvents(1));
    await append(store, 'a', NO_STREAM, newEvents(3));
    await other.deleteStream('a');
    await expect(store.readStream('a')).rejects.toThrow('deleted or truncated');
    await expect(store.readStream('a', { backwards: true, limit: 1 })).rejects.toThrow('deleted or truncated');
    // Not a new stream: what it held is known.
    expect(await append(store, 'a', NO_STREAM, newEvents(1))).toMatchObject({ ok: false, actualRevision: 2 });
    expect(await append(store, 'a', 2, newEvents(1))).toMatchObject({ ok: true, revision: 3 });
    await expect(store.readStream('a')).rejects.toThrow('revision 0 of a');
    expect(await store.readStream('a', { from: 3 })).toHaveLength(1);
    await until(() => said.length > 0);
    expect(said[0]).toBe('Somebody changed the metadata of a stream of the log: events may be hidden.');
    expect(await store.readStream('kept')).toHaveLength(1);
  });

  it('is a refusal when a stream got a tombstone', async () => {
    const { said, log: memory } = rememberingLog();
    const store = log.open({ log: memory });
    await append(store, 'a', NO_STREAM, newEvents(1));
    await other.tombstoneStream('a');
    await expect(append(store, 'a', 0, newEvents(1))).rejects.toThrow('The stream a was deleted in EventStoreDB.');
    await expect(store.readStream('a')).rejects.toThrow('The stream a was deleted in EventStoreDB.');
    await until(() => said.includes('Somebody deleted a stream of the log in EventStoreDB.'));
  });

  it('is seen when events were truncated', async () => {
    const store = log.open();
    await append(store, 'a', NO_STREAM, newEvents(5));
    await other.setStreamMetadata('a', { truncateBefore: 2 });
    await expect(store.readStream('a')).rejects.toThrow('revision 0 of a');
    await expect(store.readStream('a', { backwards: true })).rejects.toThrow('revision 1 of a');
    expect(await store.readStream('a', { backwards: true, limit: 2 })).toHaveLength(2);
    expect(await store.readStream('a', { from: 2 })).toHaveLength(3);
  });
});
