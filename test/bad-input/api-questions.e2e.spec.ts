import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, TimelineEntry } from '@tillwatch/api';
import { derivedKey } from '@tillwatch/kernel';
import { Cursors } from '../../apps/reporting/src/cursors.ts';
import { batch, event, System } from './system.ts';

/** What is asked: A10 to A18, A20, A21, A39 and A41 to A46 of the list, and A37 of channels. */
const timeoutMs = 300_000;
const atOnceMs = 100;
const flatBytes = 64 * 1024 * 1024;

let system: System;
beforeAll(async () => {
  system = await System.start();
  await system.stored(event('t-1', { type: 'tillwatch.OperatorAdded.v1', subject: 'o-1', data: { role: 'cashier' } }));
  await system.stored(event('t-1', { type: 'tillwatch.OperatorAdded.v1', subject: 'o-2', data: { role: 'cashier' } }));
}, timeoutMs);
afterAll(async () => {
  expect(await system.stop()).toBe(0);
}, timeoutMs);

/** Refused for this parameter; of ten such answers the fastest says how long it takes, whoever else is busy here. */
async function refusedAtOnce(path: string, parameter: string): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < 10; n++) {
    const before = performance.now();
    const { status, body } = await system.ask(`GET ${path}`);
    times.push(performance.now() - before);
    expect([path, status, body.error]).toMatchObject([path, 400, { code: 'parameter-invalid', path: `/${parameter}` }]);
  }
  expect(Math.min(...times)).toBeLessThan(atOnceMs);
}

it.each([
  ['A10 sort by a sub-query', '(select pg_sleep(5))'],
  ['A11 sort by a quote', "' OR 1=1--"],
])('%s', async (_, sort) => {
  for (const list of ['operators', 'terminals', 'alerts', 'terminal-registry']) {
    await refusedAtOnce(`/v1/${list}?sort=${encodeURIComponent(sort)}`, 'sort');
  }
});

it('A12 a limit that is none', async () => {
  for (const limit of ['-1', '0', '1e9', 'NaN']) {
    for (const list of ['alerts', 'operators', 'terminals', 'terminals/t-1/timeline', 'deliveries', 'recovery-cases']) {
      const { status, body } = await system.ask(`GET /v1/${list}?limit=${limit}`);
      expect([list, limit, status, body.error?.path]).toEqual([list, limit, 400, '/limit']);
    }
  }
});

describe('a cursor', () => {
  const list = '/v1/operators?limit=1';
  const codeOf = async (cursor: string): Promise<unknown> =>
    (await system.ask(`GET ${list}&cursor=${encodeURIComponent(cursor)}`)).code ?? 200;

  it('A13 one bit of it flipped, whichever', async () => {
    const { nextCursor } = (await system.ask(`GET ${list}`)).body as { nextCursor: string };
    expect(await codeOf(nextCursor)).toBe(200);
    for (let place = 0; place < nextCursor.length; place++) {
      for (const bit of [1, 16]) {
        const flipped = String.fromCharCode(nextCursor.charCodeAt(place) ^ bit);
        const cursor = nextCursor.slice(0, place) + flipped + nextCursor.slice(place + 1);
        // The last character of base64url has bits that mean nothing.
        expect([cursor, await codeOf(cursor)]).toEqual([cursor, 'cursor-invalid']);
      }
    }
  });

  it('A14 another tenant’s', async () => {
    const { master } = JSON.parse(await readFile(join(system.product.folder, 'secrets.json'), 'utf8')) as {
      master: string;
    };
    const cursors = new Cursors(derivedKey(master, 'cursors'));
    const made = (tenant: string): string => cursors.seal({ route: 'operators', tenant, filters: {} }, ['o-1']);
    expect([await codeOf(made('default')), await codeOf(made('other'))]).toEqual([200, 'cursor-invalid']);
  });
});

it('A15 from later than to', async () => {
  for (const list of ['alerts', 'operators/o-1/timeline', 'terminals/t-1/timeline', 'counters']) {
    const { status, body } = await system.ask(`GET /v1/${list}?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z`);
    expect([list, status, body.error]).toMatchObject([list, 400, { code: 'parameter-invalid', path: '/from' }]);
  }
});

it(
  'A16 ten years, page by page in flat memory; what cannot be paged is refused',
  async () => {
    const events = 10_000;
    const [first, last] = [Date.parse('2016-01-01T00:00:00Z'), Date.parse('2026-01-01T00:00:00Z')];
    for (let sent = 0; sent < events; sent += 1_000) {
      const made = Array.from({ length: 1_000 }, (_, n) => {
        const time = new Date(first + ((last - first) * (sent + n)) / events).toISOString();
        return event('a16', {
          time,
          type: 'tillwatch.NetworkChanged.v1',
          data: { network: 'cellular', networkId: 'x'.repeat(100) },
        });
      });
      expect((await system.send(made, batch)).body).toMatchObject({ accepted: 1_000, rejected: 0 });
    }
    const range = 'from=2016-01-01T00:00:00Z&to=2999-01-01T00:00:00Z';
    await system.get(`/v1/terminals/a16/timeline?${range}&limit=200`);
    const [seen, before] = [new Set<string>(), await system.residentMemory()];
    let most = 0;
    for (let place = ''; ;) {
      const page = await system.get<Page<TimelineEntry>>(`/v1/terminals/a16/timeline?${range}&limit=200${place}`);
      for (const { id } of page.items) seen.add(id);
      most = Math.max(most, (await system.residentMemory()) - before);
      if (page.nextCursor === undefined) break;
      place = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(seen.size).toBe(events);
    expect(most).toBeLessThanOrEqual(flatBytes);
    expect((await system.ask('GET /v1/counters?from=2016-01-01T00:00:00Z&to=2026-01-01T00:00:00Z')).status).toBe(400);
    const body = { from: '2016-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect((await system.ask('POST /v1/rules/R1/backtest', { body })).status).toBe(400);
  },
  timeoutMs,
);

it('A17 %00 in a path', async () => {
  for (const route of ['GET /v1/operators/a%00b', 'GET /v1/terminals/%00/timeline', 'GET /v1/terminals/a%00b/keys']) {
    const { status, body } = await system.ask(route);
    expect([route, status, body.error]).toMatchObject([route, 400, { code: 'parameter-invalid', path: '/id' }]);
  }
});

it('A18 a file name of ../../x', async () => {
  const evidence = `/v1/recovery-cases/${randomUUID()}/evidence/..%2F..%2Fx`;
  const headers = { 'content-type': 'application/octet-stream' };
  const kept = await system.ask(`POST ${evidence}/file`, { body: '%PDF-1.7', headers });
  const read = await system.ask(`POST ${evidence}/read`, { body: { reason: 'to see' } });
  const imported = await system.ask('POST /v1/imports/..%2F..%2Fx', {
    body: 'a',
    headers: { 'content-type': 'text/csv' },
  });
  expect([kept, read, imported].map(({ status, code }) => [status, code])).toEqual(
    Array(3).fill([400, 'parameter-invalid']),
  );
  for (const path of ['/../../etc/passwd', '/assets/..%2f..%2fpackage.json', '/assets/../../../package.json']) {
    const { text } = await system.ask(`GET ${path}`, { token: '' });
    expect(text).not.toMatch(/root:|"dependencies"/);
  }
});

it('A20 an overridden method', async () => {
  const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE', 'x-http-method': 'DELETE' };
  expect((await system.ask('GET /v1/alerts', { headers })).status).toBe(200);
  const get = { 'x-http-method-override': 'GET' };
  expect((await system.ask('POST /v1/alerts', { headers: get, body: {} })).status).toBe(405);
  expect((await system.ask('GET /v1/alerts?_method=DELETE')).code).toBe('parameter-invalid');
});

it('A21 TRACE', async () => {
  for (const path of ['/v1/alerts', '/v1/events', '/v1/nothing', '/', '/metrics']) {
    const { status, code } = await system.ask(`TRACE ${path}`, { headers: { cookie: 'a=b' } });
    expect([path, status, code]).toEqual([path, 405, 'method-not-allowed']);
  }
});

const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const channel = (url: string): object => ({
  ...{ name: `to ${url}`.slice(0, 60), kind: 'webhook', minimumSeverity: 'high', language: 'both' },
  target: { url, signingSecret },
});

/** What only shows once it is sent to (rebinding, a redirect to this machine) has its tests in libs/notify. */
it(
  'A37 a webhook to where it may not go',
  async () => {
    for (const url of [
      ...['https://169.254.169.254/', 'https://[::ffff:7f00:1]/', 'https://0x7f000001/', 'https://127.0.0.1/'],
      ...['https://127.1/', 'https://[::]/', 'https://[2002:7f00:1::]/', 'https://user@hooks.example.com/'],
      ...['https://hooks.example.com:22/', 'file:///etc/passwd', 'gopher://hooks.example.com/'],
    ]) {
      const { status, body } = await system.ask('POST /v1/notification-channels', { body: channel(url) });
      expect([url, status, body.error?.path]).toEqual([url, 400, '/target/url']);
    }
    const made = await system.ask('POST /v1/notification-channels', { body: channel('https://localhost:8443/') });
    expect(made.status).toBe(201);
    const test = await system.ask(`POST /v1/notification-channels/${String(made.body['id'])}/test`);
    const delivery = `GET /v1/deliveries?channel=${String(made.body['id'])}`;
    expect(test.status).toBe(202);
    expect(await attempts(delivery)).toMatchObject([{ outcome: 'blocked' }]);
  },
  timeoutMs,
);

async function attempts(route: string): Promise<object[]> {
  for (let n = 0; n < 300; n++) {
    const { items } = (await system.ask(route)).body as unknown as Page<{ attempts: object[] }>;
    if (items[0] && items[0].attempts.length > 0) return items[0].attempts;
    await new Promise((later) => setTimeout(later, 100));
  }
  return [];
}

it('A39 an evil Host header', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
  const account = { username: 'hosted', name: 'H', kind: 'person', roles: ['security-analyst'] };
  const { id } = (await system.ask('POST /v1/accounts', { body: account })).body as { id: string };
  for (const route of [
    ...['GET /', 'GET /docs', 'GET /docs-json', 'GET /v1/sign-in', 'GET /v1/me', 'GET /v1/alerts', 'GET /nowhere'],
    `POST /v1/accounts/${id}/setup-links`,
  ]) {
    const answer = await system.ask(route, { headers });
    expect([route, `${JSON.stringify(answer.headers)}${answer.text}`.includes('evil.example')]).toEqual([route, false]);
  }
});

it('A41 next=//evil', async () => {
  for (const path of ['/', '/v1/sign-in', '/v1/sign-in/openid', '/v1/sign-in/openid/callback', '/v1/me']) {
    const { status, headers } = await system.ask(`GET ${path}?next=//evil.example`);
    expect([path, status, headers.location]).toEqual([path, path === '/' ? 200 : 400, undefined]);
  }
});

it('A42 a search for (a+)+$, literally', async () => {
  for (const subject of ['x(a+)+$x', `${'a'.repeat(60)}!`]) {
    await system.stored(event('t-1', { type: 'tillwatch.OperatorAdded.v1', subject, data: { role: 'cashier' } }));
  }
  const { items } = await system.get<Page<{ id: string }>>(`/v1/operators?q=${encodeURIComponent('(a+)+$')}`);
  expect(items.map(({ id }) => id)).toEqual(['x(a+)+$x']);
  for (const wild of ['%', '_', '%25', 'a.*']) {
    const found = await system.get<Page<object>>(`/v1/operators?q=${encodeURIComponent(wild)}`);
    expect([wild, found.items]).toEqual([wild, []]);
  }
});

it('A43 tenant= twice', async () => {
  for (const path of ['/v1/alerts', '/v1/operators', '/v1/me', '/v1/accounts', '/v1/live', '/v1/overview']) {
    for (const query of ['tenant=default&tenant=other', 'tenant=other', 'store=a&store=b']) {
      const { status, code } = await system.ask(`GET ${path}?${query}`);
      expect([path, query, status, code]).toEqual([path, query, 400, 'parameter-invalid']);
    }
  }
});

it('A44 100,000 JSON keys', async () => {
  const keys = `{${Array.from({ length: 100_000 }, (_, n) => `"${n.toString(36)}":1`).join(',')}}`;
  const held = (inside: string): string =>
    JSON.stringify(event('a44', { data: { queued: 0, x: '@' } })).replace('"@"', inside);
  const many = await system.send(held(keys));
  expect([many.status, many.body.error?.code]).toEqual([413, 'event-too-large']);
  const short = await system.send(held(`{${'"":1,'.repeat(9_000)}"":1}`)); // as many as an event has room for
  expect([short.status, short.body.error?.code]).toEqual([413, 'json-too-many-keys']);
  for (const route of ['silences', 'operators', 'accounts', 'sessions', 'policies/choice']) {
    const { status, code } = await system.ask(`POST /v1/${route}`, { body: keys });
    expect([route, status, code]).toEqual([route, 413, 'body-too-large']);
  }
});

it('A45 a stale If-Match', async () => {
  const failed = { type: 'tillwatch.LoginFailed.v1', subject: 'o-45', data: { reason: 'invalid-password' } };
  for (let n = 0; n < 12; n++) await system.stored(event('a45', failed));
  const { id } = await system.alert('R1', 'operator:o-45');
  const { headers } = await system.ask(`GET /v1/alerts/${id}`);
  const act = (action: string, ifMatch: string, body: object = {}) =>
    system.ask(`POST /v1/alerts/${id}/${action}`, { headers: { 'if-match': ifMatch }, body });
  expect(headers.etag).toMatch(/^"\d+"$/);
  expect((await act('acknowledge', headers.etag!)).status).toBe(200);
  for (const stale of [headers.etag!, '"999"', 'W/"1"', '"x"']) {
    expect(await act('assign', stale, { assignee: 'li.na' })).toMatchObject({
      status: 412,
      code: 'precondition-failed',
    });
  }
  const moved = await system.ask(`POST /v1/alerts/${id}/assign`, { body: { assignee: 'li.na', expectedRevision: 0 } });
  expect([moved.status, moved.code]).toEqual([409, 'revision-conflict']);
  const elsewhere = await system.ask('POST /v1/silences', { headers: { 'if-match': '"1"' }, body: {} });
  expect([elsewhere.status, elsewhere.code]).toEqual([412, 'precondition-failed']);
});

it('A46 PUT and DELETE of what has happened', async () => {
  const head = await system.store.head();
  for (const path of [
    ...['/v1/events', `/v1/events/${randomUUID()}`, '/v1/operators/o-1/timeline', '/v1/terminals/t-1/timeline'],
    ...['/v1/alerts', `/v1/alerts/${randomUUID()}`, `/v1/alerts/${randomUUID()}/history`, '/v1/dead-letters'],
  ]) {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const { status } = await system.ask(`${method} ${path}`);
      expect([method, path, [404, 405].includes(status)]).toEqual([method, path, true]);
    }
  }
  expect(await system.store.head()).toBe(head);
});
