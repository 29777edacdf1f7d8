import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { OperatorView, Page, TerminalView, TimelineEntry } from '@tillwatch/api';
import { sha256Hex } from '@tillwatch/kernel';
import { eventLimitBytes, json, padded, refusals } from './refusals.ts';
import { authorization, batch, event, type Event, single, System } from './system.ts';
import { post, type Reply, speak, speakSlowly, type Spoken } from './wire.ts';

/** Seconds on a quiet machine; the slow requests alone wait for the product's own limit. */
const timeoutMs = 180_000;
const bodyLimitBytes = 8 * 1024 * 1024;

let system: System;
let slow: Promise<Spoken[]>;

beforeAll(async () => {
  system = await System.start();
  const opening = `POST /v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n`;
  const body = `${opening}content-type: ${single}\r\ncontent-length: 500\r\n\r\n`;
  slow = Promise.all([speakSlowly(system.eventsUrl, body), speakSlowly(system.eventsUrl, opening)]); // beside the others
}, timeoutMs);

afterAll(async () => {
  expect(await system.stop()).toBe(0);
}, timeoutMs);

describe('a request that is refused', () => {
  it.each(refusals)('%s', async (_, content, status, code, type = single) => {
    const head = await system.store.head();
    const answer = await system.send(content, type);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(answer.body.error?.message).toBeTruthy();
    expect(await system.store.head()).toBe(head);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('I2 limit + 1 byte, before any of it is read', async () => {
    const headers = `content-type: ${batch}\r\ncontent-length: ${bodyLimitBytes + 1}\r\nauthorization: ${authorization}`;
    const { reply } = await speak(
      system.eventsUrl,
      `POST /v1/events HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1.1 413 /);
    expect(reply).toContain('"body-too-large"');
  });

  it('I3 gzip of a gigabyte, within 64 MB of memory', async () => {
    const tenMegabytes = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    const bombs = [tenMegabytes, Buffer.concat(Array<Buffer>(100).fill(tenMegabytes))];
    await system.send(bombs[0], batch, { 'content-encoding': 'gzip' });
    const before = await system.residentMemory();
    for (const bomb of bombs) {
      const { status, body } = await system.send(bomb, batch, { 'content-encoding': 'gzip' });
      expect([status, body.error?.code]).toEqual([413, 'body-too-large']);
      expect((await system.residentMemory()) - before).toBeLessThanOrEqual(64 * 1024 * 1024);
    }
  });

  it(
    'I48 a body, or headers, of 1 byte every 10 s: 408 within 30 s',
    async () => {
      for (const { reply, afterMs } of await slow) {
        expect(reply).toMatch(/^HTTP\/1.1 408 /);
        expect(reply).toContain('"request-timeout"');
        expect(afterMs).toBeLessThan(30_000);
      }
    },
    timeoutMs,
  );

  it('I49 both Content-Length and Transfer-Encoding', async () => {
    const head = await system.store.head();
    const body = json({});
    const headers = [
      `host: localhost\r\nauthorization: ${authorization}\r\ncontent-type: ${single}`,
      `content-length: ${body.length}\r\ntransfer-encoding: chunked`,
    ];
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const { reply } = await speak(
      system.eventsUrl,
      `POST /v1/events HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${chunk}`,
    );
    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    expect(reply).toContain('"request-malformed"');
    expect(await system.store.head()).toBe(head);
  });

  it(
    'I50 of 200 sockets of one terminal, 4 are served and the others told to come again; all is stored',
    async () => {
      const events = Array.from({ length: 200 }, () => event('i50'));
      const ask = (sent: Event): Promise<Reply> =>
        post(system.eventsUrl, { 'content-type': single, authorization }, JSON.stringify(sent));
      const { turnedAway, settled } = await system.whileLogIsLocked(async (untilSoon) => {
        const refused: Reply[] = [];
        const replies = events.map(async (sent) => {
          const reply = await ask(sent);
          if (reply.status === 429) refused.push(reply);
          return reply;
        });
        await untilSoon(() => refused.length === 196);
        return { turnedAway: [...refused], settled: Promise.all(replies) };
      });
      expect(turnedAway.map(({ headers }) => headers['retry-after'])).toEqual(Array(196).fill('1'));
      const first = await settled;
      const waiting = events.filter((_, index) => first[index]!.status !== 200);
      while (waiting.length > 0) {
        const group = waiting.splice(0, 4);
        const replies = await Promise.all(group.map(ask));
        waiting.push(...group.filter((_, index) => replies[index]!.status !== 200));
      }
      const ids = events.map(({ id }) => id);
      expect(await system.store.find('terminal-i50', ids)).toHaveLength(200);
    },
    timeoutMs,
  );
});

describe('evidence that is strange, and stored all the same', () => {
  const placed = (terminal: string, sequence: number, changes = {}): Event =>
    event(terminal, { epoch: 1, sequence: `${sequence}`, ...changes });
  const terminal = (id: string): Promise<TerminalView> => system.get(`/v1/terminals/${id}`);

  it('I19 a gap is opened, and filled by what comes late', async () => {
    await system.stored(placed('i19', 1));
    await system.stored(placed('i19', 4));
    expect((await terminal('i19')).openGaps).toMatchObject([{ epoch: 1, from: 2, to: 3, missing: [[2, 3]] }]);
    await system.stored(placed('i19', 2));
    await system.stored(placed('i19', 3));
    expect((await terminal('i19')).openGaps).toEqual([]);
  });

  it('I20 an exact replay is a duplicate, with the position of the first', async () => {
    const sent = placed('i20', 1);
    const { position } = await system.stored(sent);
    const head = await system.store.head();
    expect((await system.stored(sent, 'duplicate')).position).toBe(position);
    expect(await system.store.head()).toBe(head);
  });

  it('I21 other content at the same place: conflict, alert, both kept', async () => {
    const first = await system.stored(placed('i21', 1));
    const other = placed('i21', 1, { data: { queued: 7 } });
    const second = await system.stored(other, 'conflict');
    expect(JSON.parse(first.data)).toEqual({ queued: 0 });
    expect(JSON.parse(second.data)).toMatchObject({
      firstPosition: first.position,
      received: { id: other.id, data: { queued: 7 } },
    });
    expect((await system.alert('R29', 'terminal:i21')).severity).toBe('critical');
  });

  it('I22 a wrong prevhash is a finding', async () => {
    await system.stored(placed('i22', 1));
    const { head } = await system.stored(placed('i22', 2, { prevhash: sha256Hex('another past') }));
    expect(head.marks).toEqual(['chain-broken']);
    expect((await system.alert('R30d', 'terminal:i22')).severity).toBe('critical');
  });

  it.each([
    ['I30 year 1970', '1970-01-01T00:00:00Z'],
    ['I31 year 9999', '9999-12-31T23:59:59Z'],
    ['I35 one hour ahead', new Date(Date.now() + 3_600_000).toISOString()],
  ])('%s is marked', async (_, time) => {
    const { head } = await system.stored(event('clocks', { time }));
    expect([head.time, head.marks]).toEqual([time, ['clock-implausible']]);
  });

  it.each([
    ['I36 unknown type', 'tillwatch.DrawerOpened.v1'],
    ['I37 schema 999', 'tillwatch.Heartbeat.v999'],
  ])('%s is marked and counted', async (name, type) => {
    const id = name.slice(0, 3);
    const { head, data } = await system.stored(event(id, { type, data: { anything: 1 } }));
    expect([head.marks, data]).toEqual([['unmapped'], '{"anything":1}']);
    expect((await terminal(id)).unmapped).toBe(1);
  });

  it('I38 a field nobody knows is kept and means nothing', async () => {
    const { data } = await system.stored(
      event('i38', { type: 'tillwatch.OperatorAdded.v1', subject: 'i38', data: { role: 'cashier', isAdmin: true } }),
    );
    expect(JSON.parse(data)).toEqual({ role: 'cashier', isAdmin: true });
    const operator = await system.get<OperatorView>('/v1/operators/i38');
    expect(operator.role).toBe('cashier');
    expect(JSON.stringify(operator)).not.toContain('isAdmin');
  });

  it('I42 direction overrides and zero-width characters come back as they were sent', async () => {
    const detail = 'a\u202eb\u200bc';
    await system.stored(event('i42', { type: 'tillwatch.TamperDetected.v1', data: { kind: 'other', detail } }));
    const { items } = await system.get<Page<TimelineEntry>>('/v1/terminals/i42/timeline');
    expect(items[0]!.data['detail']).toBe(detail);
  });

  it('I43 one name in two Unicode forms is one operator, and both are kept as written', async () => {
    const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
    for (const subject of [composed, decomposed]) {
      const failed = { type: 'tillwatch.LoginFailed.v1', subject, data: { reason: 'invalid-password' } };
      expect((await system.stored(event('i43', failed))).head.subject).toBe(subject);
    }
    for (const id of [composed!, decomposed!]) {
      const operator = await system.get<OperatorView>(`/v1/operators/${encodeURIComponent(id)}`);
      expect([operator.id, operator.consecutiveFailures]).toEqual([composed, 2]);
    }
  });

  it('I51 an unlock without a lock harms nobody, and the timeline shows it', async () => {
    const unlocked = event('i51', {
      type: 'tillwatch.OperatorUnlocked.v1',
      subject: 'i51',
      data: { channel: 'administrator', actor: 'boss' },
    });
    await system.stored(unlocked);
    const operator = await system.get<OperatorView>('/v1/operators/i51');
    expect([operator.status, operator.consecutiveFailures, operator.lock]).toEqual(['active', 0, undefined]);
    const { items } = await system.get<Page<TimelineEntry>>('/v1/operators/i51/timeline');
    expect(items).toMatchObject([{ id: unlocked.id, name: 'OperatorUnlocked' }]);
  });

  it('I52 resetting one’s own password as an administrator is an alert', async () => {
    const data = { channel: 'administrator', actor: 'i52', temporary: true };
    const reset = event('i52', { type: 'tillwatch.PasswordReset.v1', subject: 'i52', data });
    await system.stored(reset);
    expect((await system.alert('R17', 'operator:i52')).evidence).toEqual([reset.id]);
  });

  it('I53 of a batch of ten the nine good ones are stored, and the tenth is named', async () => {
    const events = [...Array.from({ length: 9 }, () => event('i53')), event('i53', { time: 'yesterday' })];
    const { status, body } = await system.send(events, batch);
    expect([status, body.accepted, body.rejected]).toEqual([200, 9, 1]);
    expect(body.results?.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(body.results?.[9]).toMatchObject({
      status: 'rejected',
      error: { code: 'attribute-invalid', path: '/time' },
    });
    expect(
      await system.store.find(
        'terminal-i53',
        events.map(({ id }) => id),
      ),
    ).toHaveLength(9);
  });

  it('I54 an event of 65,535 bytes still fits', async () => {
    const { status, body } = await system.send(padded(eventLimitBytes));
    expect([status, body.accepted]).toEqual([200, 1]);
  });
});

describe('what must not get into logs or storage', () => {
  const forgery = `${randomUUID()}\r\n{"level":30,"msg":"all is well"}`;
  const clearScreen = '\u001b[2J';
  const card = '4111111111111111';
  const password = `Tr0ub4dor-${randomUUID().slice(0, 8)}`;

  it.each<[string, Record<string, unknown>]>([
    ['I44 a forged log line', { subject: forgery, data: { queued: 0, note: forgery } }],
    ['I45 terminal escapes', { subject: clearScreen, data: { queued: 0, note: clearScreen } }],
  ])('%s is stored as it is', async (_, changes) => {
    const { head, data } = await system.stored(event('i44', changes));
    expect([head.subject, JSON.parse(data)]).toEqual([changes['subject'], changes['data']]);
    await system.send(json({ ...changes, storeid: changes['subject'] })); // and in what is refused
  });

  it('I46 a card number in free text is masked, marked and alerted', async () => {
    const data = { kind: 'other', detail: `customer said ${card} twice` };
    const { head, data: kept } = await system.stored(event('i46', { type: 'tillwatch.TamperDetected.v1', data }));
    expect(head).toMatchObject({ marks: ['secret-redacted'], redacted: ['/detail'] });
    expect(JSON.parse(kept)).toEqual({ kind: 'other', detail: 'customer said ****1111 twice' });
    expect((await system.alert('R30e', 'terminal:i46')).severity).toBe('high');
  });

  it('I47 a password or PIN is masked, marked and alerted', async () => {
    const { head, data } = await system.stored(event('i47', { data: { queued: 0, password, pin: password } }));
    expect(head).toMatchObject({ marks: ['secret-redacted'], redacted: ['/password', '/pin'] });
    expect(data).not.toContain(password);
    expect((await system.alert('R30e', 'terminal:i47')).severity).toBe('high');
    const refused = await system.send(json({ time: 'never', data: { queued: 0, password } }));
    expect([refused.status, refused.text.includes(password)]).toEqual([400, false]);
  });

  it('I44 I45 I47 nothing of it is in a log or in the database', async () => {
    const rows = await system.owner.query<{ text: string }>(
      `SELECT header || data AS text FROM tillwatch.events
       UNION ALL SELECT convert_from(raw, 'UTF8') FROM tillwatch.dead_letters`,
    );
    expect(rows.some(({ text }) => text.includes('yesterday'))).toBe(true);
    for (const secret of [card, password]) expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
    const server = await readFile(join(system.product.folder, 'postgres', 'server.log'), 'utf8');
    const printed = `${await system.product.logText()}${server}`;
    for (const secret of [card, password, clearScreen]) expect(printed).not.toContain(secret);
    expect(printed).not.toMatch(/^\{"level":30,"msg":"all is well"\}/m);
    expect(printed).not.toMatch(/[^\P{Cc}\n\t]/u);
  });
});
