import { eventHash, type EventHeader, identityOfHeader, parseEvents } from '@tillwatch/events';
import {
  appendBytesOf,
  type EventStore,
  inMemoryEventStore,
  MAX_APPEND_BYTES,
  type StreamAppend,
} from '@tillwatch/event-store';
import { silentLog } from '@tillwatch/kernel';
import { Intake } from './intake.js';
import { Journals } from './journals.js';

const now = Date.parse('2026-11-23T08:00:00Z');
let store: EventStore;
let intake: Intake;

function intakeOn(log: EventStore): Intake {
  const journals = new Journals(log, async () => new Map());
  return new Intake({ store: log, journals, clock: () => now, log: silentLog, operatorKey: 'k' });
}

beforeEach(() => {
  store = inMemoryEventStore();
  intake = intakeOn(store);
});

let serial = 0;
function event(over: Record<string, unknown> = {}): Record<string, unknown> {
  const id = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  return {
    specversion: '1.0',
    id,
    source: '/terminals/t-1',
    type: 'tillwatch.LoginFailed.v1',
    time: '2026-11-23T07:59:00Z',
    subject: 'op-1',
    data: { reason: 'invalid-password' },
    ...over,
  };
}

async function send(...events: object[]) {
  const parsed = parseEvents(Buffer.from(JSON.stringify(events)), 'batch');
  if (!parsed.ok) throw new Error(parsed.error.code);
  return intake.submit(parsed.value, 'default');
}

const headers = async (stream = 'terminal-t-1') =>
  (await store.readStream(stream)).map((stored) => JSON.parse(stored.header) as Record<string, unknown>);

it('stores a batch in input order and says where', async () => {
  const answer = await send(event({ epoch: 1, sequence: '1' }), event({ epoch: 1, sequence: '2' }));
  expect(answer).toMatchObject({ accepted: 2, duplicates: 0, conflicts: 0, rejected: 0 });
  expect(answer.results.map(({ status, position }) => [status, position])).toEqual([
    ['stored', 1],
    ['stored', 2],
  ]);
});

it('stores the valid events of a batch and names the one that is not', async () => {
  const answer = await send(event(), event({ time: '2026-02-30T00:00:00Z' }), event());
  expect(answer.results.map(({ status }) => status)).toEqual(['stored', 'rejected', 'stored']);
  expect(answer.results[1]?.error).toMatchObject({ code: 'attribute-invalid', path: '/time' });
  expect(await store.head()).toBe(2);
});

it('answers the same event again with its first position, in one batch, later and after a restart', async () => {
  const once = event({ epoch: 1, sequence: '1' });
  const unnumbered = event();
  await send(once, once, unnumbered);
  expect((await send(once, unnumbered)).results.map(({ status, position }) => [status, position])).toEqual([
    ['duplicate', 1],
    ['duplicate', 2],
  ]);
  intake = intakeOn(store);
  expect(await send(once, unnumbered)).toMatchObject({ accepted: 0, duplicates: 2 });
  expect(await store.head()).toBe(2);
});

it('takes the same event with its keys in another order as a duplicate', async () => {
  const first = event({ epoch: 1, sequence: '1' });
  await send(first);
  const reordered = Object.fromEntries(Object.entries(first).reverse());
  expect(await send(reordered)).toMatchObject({ duplicates: 1 });
});

it('finds each event that a batch holds twice, whichever terminal it is of', async () => {
  const [a, b] = [event(), event()];
  const [c, d] = [event({ source: '/terminals/t-2' }), event({ source: '/terminals/t-2' })];
  const answer = await send(a, a, c, b, b, c, d, d);
  expect(answer).toMatchObject({ accepted: 4, duplicates: 4 });
  expect(answer.results.map(({ position }) => position)).toEqual([1, 1, 3, 2, 2, 3, 4, 4]);
});

it('keeps both contents of a conflict, once however often it is sent', async () => {
  const first = event({ epoch: 1, sequence: '1' });
  const other = { ...first, data: { reason: 'factor-failed' } };
  expect(await send(first, other)).toMatchObject({ accepted: 1, conflicts: 1 });
  const again = await send(other, other);
  expect(again.results.map(({ status, position }) => [status, position])).toEqual([
    ['conflict', 2],
    ['conflict', 2],
  ]);
  const [, conflict] = await store.readStream('terminal-t-1');
  expect(conflict?.type).toBe('tillwatch.ConflictingEventReceived.v1');
  expect(JSON.parse(conflict!.data)).toMatchObject({
    firstPosition: 1,
    received: { data: { reason: 'factor-failed' } },
  });
  expect(await store.head()).toBe(2);
});

it('takes events in any order, and a gap is no reason to refuse', async () => {
  for (const sequence of ['5', '1', '3']) await send(event({ epoch: 1, sequence }));
  expect(await send(event({ epoch: 1, sequence: '2' }))).toMatchObject({ accepted: 1 });
});

it('marks a broken chain, and only that', async () => {
  const one = event({ epoch: 1, sequence: '1' });
  const two = event({ epoch: 1, sequence: '2', prevhash: eventHash(one as never) });
  const three = event({ epoch: 1, sequence: '3', prevhash: '0'.repeat(64) });
  await send(one, two);
  intake = intakeOn(store); // the hash to compare with comes from the log now
  await send(three);
  expect((await headers()).map(({ marks }) => marks)).toEqual([undefined, undefined, ['chain-broken']]);
});

it('checks the chain against what was sent, also where something was masked', async () => {
  const secret = { type: 'tillwatch.DrawerOpened.v1', data: { pin: '1234' } };
  const one = event({ ...secret, epoch: 1, sequence: '1' });
  await send(one, event({ epoch: 1, sequence: '2', prevhash: eventHash(one as never) }));
  expect((await headers()).map(({ marks }) => marks)).toEqual([['secret-redacted', 'unmapped'], undefined]);
});

it('marks what no terminal can know yet, what is too old to be true, and what it cannot map', async () => {
  await send(
    event({ time: '2026-11-23T09:00:00Z' }),
    event({ time: '1970-01-01T00:00:00Z' }),
    event({ type: 'tillwatch.DrawerOpened.v1' }),
    event({ type: 'tillwatch.LoginFailed.v999' }),
    event({ time: '2026-11-23T08:00:59Z' }),
  );
  expect((await headers()).map(({ marks }) => marks)).toEqual([
    ['clock-implausible'],
    ['clock-implausible'],
    ['unmapped'],
    ['unmapped'],
    undefined,
  ]);
});

it('stores no secret, and no operator id that nobody has', async () => {
  await send(
    event({ data: { reason: 'invalid-password', note: 'card 4111 1111 1111 1111', password: 'hunter2!' } }),
    event({ subject: 'Sunshine#2026', data: { reason: 'unknown-operator' } }),
  );
  const stored = JSON.stringify(await store.readStream('terminal-t-1'));
  expect(stored).not.toMatch(/4111 1111|hunter2|Sunshine/);
  const [masked, typed] = await headers();
  expect(masked).toMatchObject({ marks: ['secret-redacted'], redacted: ['/note', '/password'] });
  expect(typed).toMatchObject({
    marks: ['secret-in-operator-field'],
    subject: expect.stringMatching(/^unknown-[0-9a-f]{32}$/),
  });
});

it('plans again when another instance appended first', async () => {
  await send(event({ epoch: 1, sequence: '1' }));
  const rival = intakeOn(store);
  const parsed = parseEvents(Buffer.from(JSON.stringify([event({ epoch: 1, sequence: '2' })])), 'batch');
  if (parsed.ok) await rival.submit(parsed.value, 'default');
  expect(await send(event({ epoch: 1, sequence: '3' }))).toMatchObject({ accepted: 1 });
  expect(await store.head()).toBe(3);
});

it('answers 503 with Retry-After when the append fails, and recognises afterwards what did get in', async () => {
  const sent = event({ epoch: 1, sequence: '1' });
  let replyLost = true;
  intake = intakeOn({
    ...store,
    append: async (appends: readonly StreamAppend[]) => {
      const results = await store.append(appends);
      if (!replyLost) return results;
      replyLost = false;
      throw new Error('connection reset');
    },
  });
  await expect(send(sent)).rejects.toMatchObject({ status: 503, retryAfter: 1 });
  expect(await send(sent)).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await store.head()).toBe(1);
});

it('plans a round while the one before is under way, and again when that one was not stored', async () => {
  const [one, two] = [event({ epoch: 1, sequence: '1' }), event({ epoch: 1, sequence: '2' })];
  let calls = 0;
  let failFirst = (): void => {};
  const gate = new Promise<void>((resolve) => (failFirst = resolve));
  intake = intakeOn({
    ...store,
    append: async (appends: readonly StreamAppend[]) => {
      if (++calls > 1) return store.append(appends);
      await gate;
      throw new Error('connection reset');
    },
  });
  const first = send(one);
  await new Promise((resolve) => setTimeout(resolve, 5)); // its append is under way
  const second = send(two);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(calls).toBe(2);
  failFirst();
  await expect(first).rejects.toMatchObject({ status: 503 });
  expect(await second).toMatchObject({ accepted: 1 });
  expect(await send(one, two)).toMatchObject({ accepted: 1, duplicates: 1 });
  expect((await store.readStream('terminal-t-1')).map(({ identity }) => identity)).toEqual(['1/2', '1/1']);
});

it('recognises a duplicate of an event whose append is still under way', async () => {
  const sent = event({ epoch: 1, sequence: '1' });
  intake = intakeOn({
    ...store,
    append: async (appends) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return store.append(appends);
    },
  });
  const first = send(sent);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await send(sent)).toMatchObject({ duplicates: 1 });
  expect(await first).toMatchObject({ accepted: 1 });
});

it('gives every event an identity that its header tells', async () => {
  const first = event({ epoch: 1, sequence: '1' });
  await send(first, event({ ...first, data: { reason: 'operator-locked' } }), event());
  const stored = await store.readStream('terminal-t-1');
  expect(stored.map(({ type }) => type.split('.')[1])).toEqual([
    'LoginFailed',
    'LoginFailed',
    'ConflictingEventReceived',
  ]);
  for (const { header, identity } of stored) {
    expect(identityOfHeader(JSON.parse(header) as EventHeader)).toBe(identity);
  }
});

it('cuts what is too large for one append, and answers as if it were one', async () => {
  const sizes: number[] = [];
  intake = intakeOn({
    ...store,
    append: (appends) => {
      sizes.push(...appends.map(({ events }) => events.reduce((sum, one) => sum + appendBytesOf(one), 0)));
      return store.append(appends);
    },
  });
  const note = '长'.repeat(20_000);
  const events = Array.from({ length: 40 }, (_, i) =>
    event({ epoch: 1, sequence: String(i + 1), data: { reason: 'invalid-password', note } }),
  );
  const answer = await send(...events, { ...events[3], subject: 'op-2' }, events[30]!);
  expect(answer).toMatchObject({ accepted: 40, conflicts: 1, duplicates: 1 });
  expect(answer.results[30]).toEqual({ id: events[30]!['id'], status: 'stored', position: 31 });
  expect(sizes.length).toBeGreaterThan(3);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_APPEND_BYTES);
  expect((await store.readStream('terminal-t-1')).map(({ identity }) => identity).slice(0, 40)).toEqual(
    events.map((_, i) => `1/${i + 1}`),
  );
});

it('refuses with 503 what does not fit the queue, before anything of it is stored', async () => {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  intake = intakeOn({ ...store, append: async (appends) => (await gate, store.append(appends)) });
  const batches = Array.from({ length: 25 }, () => send(...Array.from({ length: 1_000 }, () => event())));
  const settled = Promise.allSettled(batches);
  setTimeout(open, 50);
  const refused = (await settled).filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: { status: 503, retryAfter: 1 } });
  expect(await store.head()).toBe((25 - refused.length) * 1_000);
});
