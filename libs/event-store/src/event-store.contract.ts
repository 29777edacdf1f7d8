import { randomUUID } from 'node:crypto';
import { NO_STREAM, type EventStore, type NewEvent, type StoredEvent, type StreamResult } from './event-store.js';

/** An event whose texts nobody else's equal. */
export function newEvent(identity: string = randomUUID(), fields: Partial<NewEvent> = {}): NewEvent {
  const id = randomUUID();
  return { id, type: 'tillwatch.LoginFailed.v1', identity, header: `{"id":"${id}"}`, data: '{}', ...fields };
}

export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, () => newEvent());
}

/** Reads until it holds `count` events, then aborts. */
export async function collect(store: EventStore, after: number, count: number, batchSize = 7): Promise<StoredEvent[]> {
  const abort = new AbortController();
  const seen: StoredEvent[] = [];
  for await (const batch of store.subscribe({ after, batchSize, signal: abort.signal })) {
    seen.push(...batch);
    if (seen.length >= count) abort.abort();
  }
  return seen;
}

/** Writes `appends` times to streams that others write to as well, and re-reads the end after each refusal. */
async function writeAgainstOthers(store: EventStore, streams: string[], appends: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < appends; n++) {
    const stream = streams[n % streams.length]!;
    const event = newEvent();
    const [end] = await store.readStream(stream, { backwards: true, limit: 1 });
    let result: StreamResult | undefined;
    for (let expectedRevision = end?.revision ?? NO_STREAM; !result?.ok;) {
      [result] = await store.append([{ stream, expectedRevision, events: [event] }]);
      if (result && !result.ok) expectedRevision = result.actualRevision;
    }
    ids.push(event.id);
  }
  return ids;
}

/** What every `EventStore` must do. `makeStore` gives an empty one; `reopen` the same log as after a restart. */
export function eventStoreContract(
  name: string,
  makeStore: () => Promise<{ store: EventStore; reopen(): Promise<EventStore>; close(): Promise<void> }>,
): void {
  describe(name, () => {
    let store: EventStore;
    let opened: Awaited<ReturnType<typeof makeStore>>;
    beforeEach(async () => {
      opened = await makeStore();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const append = async (stream: string, expectedRevision: number, events: NewEvent[]): Promise<StreamResult> =>
      (await store.append([{ stream, expectedRevision, events }]))[0]!;

    describe('append', () => {
      it('gives out revisions per stream and positions over all, without holes', async () => {
        const results = await store.append([
          { stream: 'a', expectedRevision: NO_STREAM, events: newEvents(2) },
          { stream: 'b', expectedRevision: NO_STREAM, events: newEvents(3) },
        ]);
        expect(results).toEqual([
          { ok: true, revision: 1, positions: [1, 2] },
          { ok: true, revision: 2, positions: [3, 4, 5] },
        ]);
        expect(await append('a', 1, newEvents(1))).toEqual({ ok: true, revision: 2, positions: [6] });
        expect(await store.head()).toBe(6);
        const log = await store.readAll(0, 100);
        expect(log.map((event) => [event.position, event.stream, event.revision])).toEqual([
          [1, 'a', 0],
          [2, 'a', 1],
          [3, 'b', 0],
          [4, 'b', 1],
          [5, 'b', 2],
          [6, 'a', 2],
        ]);
      });

      it('refuses a stream at another revision, says where it is, and stores the others', async () => {
        await append('old', NO_STREAM, newEvents(3));
        const results = await store.append([
          { stream: 'new', expectedRevision: NO_STREAM, events: newEvents(1) },
          { stream: 'old', expectedRevision: 1, events: newEvents(2) },
          { stream: 'missing', expectedRevision: 0, events: newEvents(2) },
          { stream: 'other', expectedRevision: NO_STREAM, events: newEvents(2) },
        ]);
        expect(results).toEqual([
          { ok: true, revision: 0, positions: [4] },
          { ok: false, reason: 'wrong-revision', actualRevision: 2 },
          { ok: false, reason: 'wrong-revision', actualRevision: NO_STREAM },
          { ok: true, revision: 1, positions: [5, 6] },
        ]);
        expect(await store.readStream('missing')).toEqual([]);
        expect(await store.readStream('old')).toHaveLength(3);
        expect(await store.head()).toBe(6);
        expect(await append('missing', NO_STREAM, newEvents(1))).toMatchObject({ positions: [7] });
      });

      it('stores nothing when every stream is refused', async () => {
        expect(await append('a', 0, newEvents(2))).toMatchObject({ ok: false });
        expect(await store.head()).toBe(0);
      });

      it('judges appends to one stream one after the other', async () => {
        await append('a', NO_STREAM, newEvents(2));
        const revisions = [0, 1, 2, 2, 3];
        const results = await store.append(
          revisions.map((expectedRevision) => ({ stream: 'a', expectedRevision, events: newEvents(1) })),
        );
        expect(results).toEqual([
          { ok: false, reason: 'wrong-revision', actualRevision: 1 },
          { ok: true, revision: 2, positions: [3] },
          { ok: true, revision: 3, positions: [4] },
          { ok: false, reason: 'wrong-revision', actualRevision: 3 },
          { ok: true, revision: 4, positions: [5] },
        ]);
      });

      it('refuses an identity the stream has, stores nothing of that append, and nothing of others is lost', async () => {
        await append('a', NO_STREAM, [newEvent('1/1')]);
        const attempts = await Promise.allSettled([
          append('b', NO_STREAM, [newEvent('1/1')]),
          append('a', 0, [newEvent('1/2'), newEvent('1/1')]),
          append('c', NO_STREAM, [newEvent('1/1'), newEvent('1/1')]),
          append('d', NO_STREAM, [newEvent('1/1')]),
        ]);
        expect(attempts.map((attempt) => attempt.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
        const log = await store.readAll(0, 100);
        expect(log.map((event) => `${event.position} ${event.stream} ${event.identity}`)).toEqual([
          '1 a 1/1',
          '2 b 1/1',
          '3 d 1/1',
        ]);
      });

      it('keeps every text exactly', async () => {
        const data = JSON.stringify({ note: `收银员 🧾 \\u0000 "quoted" {x,y} \u0085\u2028 ${'长'.repeat(20_000)}` });
        const event = newEvent('1/1', { header: '{"source":"/terminals/店-1"}', data });
        await append('terminal-店-1', NO_STREAM, [event]);
        expect(await store.readStream('terminal-店-1')).toEqual([
          { ...event, position: 1, stream: 'terminal-店-1', revision: 0 },
        ]);
      });

      it.each(['a\u0000b', 'a\u001eb', 'a\ud800b'])(
        'refuses %j, which could not be read back the same',
        async (text) => {
          const appends = [
            append('s', NO_STREAM, [newEvent(), newEvent('1/1', { data: text })]),
            append(text, NO_STREAM, newEvents(1)),
          ];
          for (const attempt of appends) {
            await expect(attempt).rejects.toMatchObject({ problem: { code: 'text-not-storable' } });
          }
          expect(await store.head()).toBe(0);
        },
      );

      it('refuses what is over its limits', async () => {
        await expect(append('a', NO_STREAM, [])).rejects.toThrow(RangeError);
        await expect(append('a', -2, newEvents(1))).rejects.toThrow(RangeError);
        await expect(append('a', NO_STREAM, newEvents(4_001))).rejects.toThrow(RangeError);
        await expect(store.readStream('a', { limit: 0 })).rejects.toThrow(RangeError);
        await expect(store.readAll(0, 10_001)).rejects.toThrow(RangeError);
      });

      it('goes on after a restart where it was', async () => {
        await append('a', NO_STREAM, newEvents(2));
        store = await opened.reopen();
        expect(await append('a', NO_STREAM, newEvents(1))).toMatchObject({ ok: false, actualRevision: 1 });
        expect(await append('a', 1, newEvents(1))).toEqual({ ok: true, revision: 2, positions: [3] });
      });
    });

    describe('read', () => {
      it('reads a stream forwards and backwards, from a revision, up to a limit', async () => {
        await store.append([
          { stream: 'a', expectedRevision: NO_STREAM, events: newEvents(5) },
          { stream: 'b', expectedRevision: NO_STREAM, events: newEvents(1) },
        ]);
        const revisions = async (options?: Parameters<EventStore['readStream']>[1]): Promise<number[]> =>
          (await store.readStream('a', options)).map((event) => event.revision);
        expect(await revisions()).toEqual([0, 1, 2, 3, 4]);
        expect(await revisions({ from: 3 })).toEqual([3, 4]);
        expect(await revisions({ from: 1, limit: 2 })).toEqual([1, 2]);
        expect(await revisions({ backwards: true })).toEqual([4, 3, 2, 1, 0]);
        expect(await revisions({ backwards: true, from: 2, limit: 2 })).toEqual([2, 1]);
        expect(await revisions({ from: 9 })).toEqual([]);
        expect(await store.readStream('none')).toEqual([]);
      });

      it('finds events of a stream by their identity', async () => {
        const events = ['1/1', '1/2', 'x,"y'].map((identity) => newEvent(identity));
        await append('a', NO_STREAM, events);
        await append('b', NO_STREAM, [newEvent('1/3')]);
        const found = await store.find('a', ['1/2', 'x,"y', '1/3', '']);
        expect(found.map((event) => event.id).sort()).toEqual([events[1]!.id, events[2]!.id].sort());
        expect(await store.find('a', [])).toEqual([]);
      });

      it('reads the log after a position, up to a limit', async () => {
        await append('a', NO_STREAM, newEvents(5));
        expect((await store.readAll(1, 2)).map((event) => event.position)).toEqual([2, 3]);
        expect(await store.readAll(5, 10)).toEqual([]);
      });
    });

    describe('subscribe', () => {
      it('shows every event of 16 concurrent writers once, in order', async () => {
        const streams = ['a', 'b', 'c', 'd', 'e'];
        const reading = collect(store, 0, 16 * 25);
        const written = await Promise.all(
          streams
            .concat(streams, streams, 'f')
            .map((_, writer) => writeAgainstOthers(store, [...streams.slice(writer % 5), `own-${writer}`], 25)),
        );
        const seen = await reading;
        expect(seen.map((event) => event.position)).toEqual(seen.map((_, i) => i + 1));
        expect(seen.map((event) => event.id).sort()).toEqual(written.flat().sort());
        for (const stream of streams) {
          const ofStream = seen.filter((event) => event.stream === stream);
          expect(ofStream.map((event) => event.revision)).toEqual(ofStream.map((_, i) => i));
        }
      });

      it('catches up from a position, then follows', async () => {
        await append('a', NO_STREAM, newEvents(10));
        const reading = collect(store, 4, 8, 3);
        await append('b', NO_STREAM, newEvents(1));
        await append('a', 9, newEvents(1));
        expect((await reading).map((event) => event.position)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
      });

      it('reads no further than a slow consumer asks for', async () => {
        await append('a', NO_STREAM, newEvents(4));
        const abort = new AbortController();
        const batches = store.subscribe({ after: 0, batchSize: 3, signal: abort.signal })[Symbol.asyncIterator]();
        const positions = async () => (await batches.next()).value?.map((event: StoredEvent) => event.position);
        expect(await positions()).toEqual([1, 2, 3]);
        await append('a', 3, newEvents(3));
        // Read only now, so it holds what was appended after the first batch was read.
        expect(await positions()).toEqual([4, 5, 6]);
        expect(await positions()).toEqual([7]);
        abort.abort();
        expect(await batches.next()).toEqual({ done: true, value: undefined });
      });

      it('follows what the platform says, over everything that terminals say between it', async () => {
        await append('terminal-1', NO_STREAM, newEvents(3));
        await append('alert-1', NO_STREAM, newEvents(2));
        await append('terminal-1', 2, newEvents(4));
        await append('commands-terminal-1', NO_STREAM, newEvents(1));
        const abort = new AbortController();
        const options = { after: 4, batchSize: 2, signal: abort.signal, part: 'platform' } as const;
        const batches = store.subscribe(options)[Symbol.asyncIterator]();
        const places = async () =>
          (await batches.next()).value?.map((event: StoredEvent) => `${event.position} ${event.stream}`);
        expect(await places()).toEqual(['5 alert-1', '10 commands-terminal-1']);
        const next = places();
        await append('terminal-2', NO_STREAM, newEvents(2));
        await append('alert-1', 1, newEvents(1));
        expect(await next).toEqual(['13 alert-1']);
        abort.abort();
        expect((await batches.next()).done).toBe(true);
      });

      it('ends when it is aborted while it waits', async () => {
        const abort = new AbortController();
        const batches = store.subscribe({ after: 0, batchSize: 3, signal: abort.signal })[Symbol.asyncIterator]();
        const waiting = batches.next();
        setTimeout(() => abort.abort(), 20);
        expect(await waiting).toEqual({ done: true, value: undefined });
      });
    });
  });
}
