import { jest } from '@jest/globals';
import type { CounterView, LiveMessage, OperatorView } from '@tillwatch/api';
import { silentLog } from '@tillwatch/kernel';
import { bufferBytesMax, LiveClient } from './live-client.js';
import type { PendingChanges } from './pending-changes.js';
import { clientsMax, LiveHub, ringMessagesMax } from './live-hub.js';

const counter = (minute: string): LiveMessage => ({ kind: 'counter', change: { minute } as CounterView });

/** A projector and database under the test's hand. */
class Source {
  fetched: PendingChanges[] = [];
  at = 10;
  notify!: (payload: string) => void;
  interrupt!: () => void;
  answer = async (changes: PendingChanges): Promise<LiveMessage[]> => [...changes.counters].map(counter);

  listen(onNotification: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>> {
    [this.notify, this.interrupt] = [onNotification, onGap];
    return Promise.resolve(() => Promise.resolve());
  }
  position(): Promise<number> {
    return Promise.resolve(this.at);
  }
  fetch(changes: PendingChanges): Promise<LiveMessage[]> {
    this.fetched.push(changes);
    return this.answer(changes);
  }
  commit(position: number, ...counters: string[]): void {
    this.notify(JSON.stringify({ position, alerts: [], operators: [], terminals: [], counters, more: false }));
  }
}

/** Keeps what was written; `stuck` never lets it leave. */
class Client {
  text = '';
  state: 'open' | 'ended' | 'destroyed' = 'open';
  writableLength = 0;
  private closed = (): void => {};

  constructor(private readonly stuck = false) {}

  write(frames: Buffer | string): boolean {
    this.text += String(frames);
    if (this.stuck) this.writableLength += Buffer.byteLength(frames);
    return !this.stuck;
  }
  on(event: string, listener: () => void): this {
    const { closed } = this;
    if (event === 'close') {
      this.closed = () => {
        closed();
        listener();
      };
    }
    return this;
  }
  end(): this {
    this.state = 'ended';
    this.closed();
    return this;
  }
  destroy(): this {
    this.state = 'destroyed';
    this.closed();
    return this;
  }
  get minutes(): string[] {
    return [...this.text.matchAll(/"minute":"(\w+)"/g)].map(([, minute]) => minute!);
  }
}

let source: Source;
let hub: LiveHub;
let counts: { clients: number; messages: number; dropped: number };

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  source = new Source();
  counts = { clients: 0, messages: 0, dropped: 0 };
  const observer = {
    clients: (count: number) => void (counts.clients = count),
    messages: (count: number) => void (counts.messages += count),
    dropped: () => void (counts.dropped += 1),
  };
  hub = new LiveHub(source, (position) => `p${position}`, observer, silentLog);
  await hub.start();
});

afterEach(async () => {
  await hub.stop();
  jest.useRealTimers();
});

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function join(client = new Client(), since?: number, mayStay: () => boolean | Promise<boolean> = () => true): Client {
  hub.add(new LiveClient(client as never, mayStay), since);
  return client;
}

it('writes every change to every client, the id on the last message of a commit', async () => {
  const clients = [join(), join()];
  source.commit(11, 'm1', 'm2');
  await settle();
  for (const client of clients) {
    expect(client.text).toBe(
      'retry: 2000\nid: p10\n\n' +
        'event: counter\ndata: {"minute":"m1"}\n\n' +
        'event: counter\nid: p11\ndata: {"minute":"m2"}\n\n',
    );
  }
  expect(source.fetched).toHaveLength(1);
  expect(counts).toEqual({ clients: 2, messages: 4, dropped: 0 });
});

it('shows names in clear to who may see them, to all others masked, also when they come back', async () => {
  const row = { id: 'o-7', registration: { name: '王小明' } } as OperatorView;
  source.answer = () => Promise.resolve([{ kind: 'operator', change: row }]);
  const heard = (form: 'clear' | 'masked', since?: number): Client => {
    const client = new Client();
    hub.add(new LiveClient(client as never, () => true, true, form), since);
    return client;
  };
  const there = [heard('clear'), heard('masked'), join()];
  source.commit(11, 'm1');
  await settle();
  const names = [...there, heard('clear', 10), heard('masked', 10)].map(
    ({ text }) => /"name":"([^"]+)"/.exec(text)?.[1],
  );
  expect(names).toEqual(['王小明', '王**', '王**', '王小明', '王**']);
});

it('folds what is committed during a fetch into one more fetch', async () => {
  const client = join();
  source.commit(11, 'm1');
  for (let position = 12; position < 100; position++) source.commit(position, 'm1', `m${position % 3}`);
  await settle();
  expect(source.fetched).toHaveLength(2);
  expect(client.minutes).toEqual(['m1', 'm1', 'm0', 'm2']);
  expect(client.text).toContain('id: p99\n');
});

it('resumes after the id a client saw last, without repeating what it has', async () => {
  for (const position of [11, 12, 13]) {
    source.commit(position, `m${position}`);
    await settle();
  }
  expect(join(new Client(), 11).minutes).toEqual(['m12', 'm13']);
  expect(join(new Client(), 13).minutes).toEqual([]);
});

it('asks a client to fetch again when its id is older than what is kept, or was made before this process', async () => {
  expect(join(new Client(), 9).text).toBe('event: resync\nid: p10\ndata: {"position":10}\n\n');
  for (let i = 0; i <= ringMessagesMax; i++) {
    source.commit(11 + i, `m${i}`);
    await settle();
  }
  expect(join(new Client(), 10).text).toContain('event: resync');
  expect(join(new Client(), 11).minutes).toHaveLength(ringMessagesMax);
});

it('asks all to fetch again after the notifications were interrupted, and at most once a second', async () => {
  const client = join();
  source.at = 40;
  for (let i = 0; i < 5; i++) source.interrupt();
  source.notify(JSON.stringify({ position: 41, alerts: [], operators: [], terminals: [], counters: [], more: true }));
  await settle();
  jest.advanceTimersByTime(2_000);
  expect(client.text.match(/event: resync/g)).toHaveLength(1);
  expect(client.text).toContain('id: p41\ndata: {"position":41}');
  expect(join(new Client(), 10).text).toContain('event: resync');
});

it('sends what a notification names even when there was more, then asks to fetch again', async () => {
  const client = join();
  const names = Array.from({ length: 600 }, (_, i) => `m${i}`);
  source.commit(11, ...names);
  await settle();
  jest.advanceTimersByTime(1_000);
  expect(client.minutes).toHaveLength(500);
  expect(client.text).toMatch(/"minute":"m499"[^]*event: resync/);
});

it('asks all to fetch again when the rows cannot be read, and goes on with the next change', async () => {
  const client = join();
  const { answer } = source;
  source.answer = () => Promise.reject(new Error('connection lost'));
  source.commit(11, 'm1');
  await settle();
  source.answer = answer;
  jest.advanceTimersByTime(1_000);
  source.commit(12, 'm2');
  await settle();
  expect(client.text).toMatch(/event: resync\nid: p11[^]*"minute":"m2"/);
});

it('asks all to fetch again after a notification that it cannot read, and goes on with the next', async () => {
  const client = join();
  source.notify('not JSON');
  source.notify('{}');
  jest.advanceTimersByTime(1_000);
  expect(client.text.match(/event: resync/g)).toHaveLength(1);
  source.commit(11, 'm1');
  await settle();
  expect(client.minutes).toEqual(['m1']);
});

it('writes nothing more to a client it has ended, though its connection is not closed yet', async () => {
  const slowToClose = Object.assign(new Client(), { end: () => {} });
  const client = new LiveClient(slowToClose as never, () => false);
  hub.add(client, undefined);
  jest.advanceTimersByTime(60_000);
  const before = slowToClose.text;
  source.commit(11, 'm1');
  await settle();
  expect(slowToClose.text).toBe(before);
});

it('lets go of a client that does not read, at one megabyte, and of no other', async () => {
  const [stuck, reading] = [join(new Client(true)), join()];
  const padding = 'x'.repeat(100_000);
  for (let position = 11; position < 31; position++) {
    source.commit(position, `m${position}${padding}`);
    await settle();
  }
  expect(stuck.state).toBe('destroyed');
  expect(stuck.writableLength).toBeLessThanOrEqual(bufferBytesMax);
  expect(reading.state).toBe('open');
  expect(reading.minutes).toHaveLength(20);
  expect(counts).toMatchObject({ clients: 1, dropped: 1 });
});

it('says something every 15 seconds, and ends a stream within 60 seconds once its token is worth nothing', () => {
  let allowed = true;
  const [revoked, other] = [join(new Client(), undefined, () => allowed), join()];
  jest.advanceTimersByTime(59_000);
  expect(revoked.text.match(/^: still here$/gm)).toHaveLength(3);
  allowed = false;
  jest.advanceTimersByTime(60_000);
  expect([revoked.state, other.state]).toEqual(['ended', 'open']);
});

it('asks again also where the answer takes a moment, and lets stay whom it cannot ask about', async () => {
  const [revoked, unknown] = [
    join(new Client(), undefined, () => Promise.resolve(false)),
    join(new Client(), undefined, () => Promise.reject(new Error('the database restarts'))),
  ];
  jest.advanceTimersByTime(60_000);
  await settle();
  expect([revoked.state, unknown.state]).toEqual(['ended', 'open']);
});

it('tells who may not see every row only that there is something to fetch, and not with every row', async () => {
  const limited = new Client();
  hub.add(new LiveClient(limited as never, () => true, false), undefined);
  for (const position of [11, 12, 13]) {
    source.commit(position, `m${position}`);
    await settle();
  }
  jest.advanceTimersByTime(2_000);
  expect(limited.minutes).toEqual([]);
  expect(limited.text.match(/event: resync/g)).toHaveLength(1);
});

it('has room for a limited number of clients, and again when one has left', () => {
  const clients = Array.from({ length: clientsMax }, () => join());
  expect(() => hub.ensureRoom()).toThrow(expect.objectContaining({ status: 503, retryAfter: 5 }));
  clients[0]!.end();
  expect(() => hub.ensureRoom()).not.toThrow();
});

it('ends every stream when it stops', async () => {
  const client = join();
  await hub.stop();
  expect(client.state).toBe('ended');
});
