import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminToken, ingestToken } from '../chaos/product.ts';
import { event, password, System } from './system.ts';

/** Who asks: A1 to A9 and A22 to A36 of the list, against the product as it is started. */
const timeoutMs = 180_000;
const standingMs = 60_000;

let system: System;
let evil: Server;
let evilUrl: string;
let fetched = 0;

beforeAll(async () => {
  system = await System.start();
  evil = createServer((_, response) => void ((fetched += 1), response.end('{"keys":[]}')));
  await new Promise<void>((ready) => evil.listen(0, '127.0.0.1', ready));
  evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/keys`;
}, timeoutMs);
afterAll(async () => {
  evil.close();
  expect(await system.stop()).toBe(0);
}, timeoutMs);

/** Open to anybody: signing in, and what watches us. */
const open = /^(GET \/(healthz|readyz|metrics|v1\/sign-in.*)|POST \/v1\/(sessions|setup))$/;

/** Every route that the product describes. */
async function routes(): Promise<string[]> {
  const { body } = await system.ask('GET /docs-json', { token: '' });
  return Object.entries(body['paths'] as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, 'x-1')}`),
  );
}

it(
  'A1 no token',
  async () => {
    const guarded = (await routes()).filter((route) => !open.test(route));
    expect(guarded.length).toBeGreaterThan(100);
    for (const route of guarded) {
      const { status, code, headers } = await system.ask(route, { token: '' });
      expect([route, status, code, headers['www-authenticate']]).toEqual([route, 401, 'unauthenticated', 'Bearer']);
    }
  },
  timeoutMs,
);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = Math.floor(Date.now() / 1_000) + 3_600;
const claims = {
  iss: 'https://tillwatch',
  sub: 'administrator',
  aud: 'tillwatch',
  roles: ['administrator'],
  exp: inAnHour,
};

function jwt(header: Record<string, unknown>, payload: object = claims): string {
  const text = `${part({ typ: 'JWT', ...header })}.${part(payload)}`;
  if (header['alg'] === 'none') return `${text}.`;
  if (header['alg'] === 'HS256') return `${text}.${createHmac('sha256', publicPem).update(text).digest('base64url')}`;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

/** Our tokens are no JWTs, so none is worth anything, whatever it says of itself, and no key is looked for anywhere. */
it.each([
  ['A3 alg none', () => jwt({ alg: 'none' })],
  ['A4 HS256 with the public key', () => jwt({ alg: 'HS256' })],
  ['A5 kid ../../x', () => jwt({ alg: 'RS256', kid: '../../x' })],
  ['A6 jku to an evil host', () => jwt({ alg: 'RS256', jku: evilUrl, x5u: evilUrl })],
  ['A7 another audience', () => jwt({ alg: 'RS256' }, { ...claims, aud: 'somebody-else' })],
])('%s', async (_, token) => {
  for (const route of ['GET /v1/me', 'GET /v1/alerts', 'POST /v1/events', 'POST /v1/accounts']) {
    const { status, code } = await system.ask(route, { token: token() });
    expect([route, status, code]).toEqual([route, 401, 'unauthenticated']);
  }
  expect(fetched).toBe(0);
});

it('A2 expired', async () => {
  const id = await system.person('expiring', ['security-analyst']);
  const account = `/v1/accounts/${id}/tokens`;
  const { token } = (await system.ask(`POST ${account}`, { body: { label: 'short' } })).body as { token: string };
  expect((await system.ask('GET /v1/me', { token })).status).toBe(200);
  await system.owner.query(
    `UPDATE accounts.tokens SET expires_at = now() - interval '1 second' WHERE account_id = $1`,
    [id],
  );
  for (const over of [token, jwt({ alg: 'RS256' }, { ...claims, exp: 1 })]) {
    expect(await system.ask('GET /v1/me', { token: over })).toMatchObject({ status: 401, code: 'unauthenticated' });
  }
});

describe('of another store, which is as far apart as another tenant', () => {
  let mine: Awaited<ReturnType<System['session']>>;
  let alertId: string;

  beforeAll(async () => {
    const failed = { type: 'tillwatch.LoginFailed.v1', subject: 'o-far', storeid: 's-2' };
    for (let n = 0; n < 12; n++) {
      await system.stored(event('t-far', { ...failed, data: { reason: 'invalid-password' } }));
    }
    alertId = (await system.alert('R1', 'operator:o-far')).id;
    await system.person('manager', ['store-manager'], ['s-1']);
    mine = await system.session('manager');
  }, timeoutMs);

  it('A8 the id of an operator', async () => {
    expect((await system.ask('GET /v1/operators/o-far')).status).toBe(200);
    for (const path of ['', '?asOf=2026-01-01T00:00:00Z']) {
      const far = await system.ask(`GET /v1/operators/o-far${path}`, mine);
      const nowhere = await system.ask(`GET /v1/operators/o-nowhere${path}`, mine);
      expect([far.status, far.text]).toEqual([404, nowhere.text]);
    }
  });

  it('A9 a change of an alert', async () => {
    await system.person('analyst.elsewhere', ['security-analyst'], ['s-1']);
    const theirs = await system.session('analyst.elsewhere');
    for (const action of ['acknowledge', 'assign', 'resolve', 'comment', 'reopen']) {
      const body = { comment: 'ours now', reason: 'false-positive' };
      expect(await system.ask(`POST /v1/alerts/${alertId}/${action}`, { ...theirs, body })).toMatchObject({
        ...{ status: 404, code: 'not-found' },
      });
    }
    expect((await system.ask(`GET /v1/alerts/${alertId}`)).body).toMatchObject({ status: 'open' });
  });
});

it('A22 a role or tenant of one’s own choice', async () => {
  await system.person('climber', ['security-analyst']);
  const mine = await system.session('climber');
  for (const more of [
    { role: 'administrator' },
    { roles: ['administrator'] },
    { tenantId: 'other' },
    { tenant: 'other' },
  ]) {
    const body = { current: password, next: 'another good one', ...more };
    const { status, code } = await system.ask('POST /v1/me/password', { ...mine, body });
    expect([more, status, code]).toEqual([more, 400, 'parameter-invalid']);
  }
  expect((await system.ask('PATCH /v1/me', { ...mine, body: { role: 'administrator' } })).status).toBe(405);
  expect((await system.ask('GET /v1/me', mine)).body).toMatchObject({ roles: ['security-analyst'] });
});

it('A23 raising one’s own role', async () => {
  const boss = await system.person('boss', ['administrator']);
  const climber = await system.person('other.climber', ['compliance-officer']);
  const body = { roles: ['administrator', 'security-analyst'], reason: 'because' };
  for (const [name, id] of [
    ['boss', boss],
    ['other.climber', climber],
  ] as const) {
    const mine = await system.session(name);
    expect(await system.ask(`POST /v1/accounts/${id}/roles`, { ...mine, body })).toMatchObject({
      ...{ status: 403, code: 'forbidden' },
    });
  }
});

it('A24 approving one’s own request', async () => {
  await system.ask('POST /v1/four-eyes', { body: { required: true, reason: 'there are two of us' } });
  const asked = await system.ask('POST /v1/terminals/a24/unfreeze', { body: { reason: 'it is mended' } });
  expect(asked.status).toBe(202);
  const request = `/v1/control-requests/${String(asked.body['requestId'])}`;
  expect(await system.ask(`POST ${request}/approve`, { body: {} })).toMatchObject({
    ...{ status: 403, code: 'second-person-required' },
  });
  await system.person('second', ['terminal-engineer']);
  const other = await system.session('second');
  expect((await system.ask(`POST ${request}/approve`, { ...other, body: {} })).status).toBe(200);
});

it('A25 a POST from another site with the cookie', async () => {
  await system.person('lured', ['security-analyst']);
  const { headers } = await system.session('lured');
  const elsewhere: Record<string, string>[] = [
    ...[{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }],
  ];
  for (const from of elsewhere) {
    const answer = await system.ask('POST /v1/me/sign-out', { token: '', headers: { ...headers, ...from } });
    expect([from, answer.status, answer.code]).toEqual([from, 403, 'cross-site']);
  }
  expect((await system.ask('POST /v1/me/sign-out', { token: '', headers })).status).toBe(204);
});

it('A26 Origin null', async () => {
  for (const route of ['GET /v1/alerts', 'OPTIONS /v1/alerts', 'GET /docs-json', 'GET /']) {
    const headers = { origin: 'null', 'access-control-request-method': 'GET' };
    const answer = await system.ask(route, { headers });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

it('A27 the live stream without a token', async () => {
  expect(await system.ask('GET /v1/live', { token: '' })).toMatchObject({ status: 401, code: 'unauthenticated' });
  const headers = { accept: 'text/event-stream', 'last-event-id': 'x' };
  expect((await system.ask('GET /v1/live', { token: 'wrong', headers })).status).toBe(401);
  expect((await system.ask('GET /v1/live', { token: ingestToken })).status).toBe(403);
});

it('A28 a token in the address', async () => {
  const secret = 'a-token-nobody-should-read';
  for (const name of ['token', 'access_token']) {
    for (const path of ['/v1/live', '/v1/alerts', '/v1/me']) {
      for (const token of ['', adminToken]) {
        const { status, body } = await system.ask(`GET ${path}?${name}=${secret}`, { token });
        expect([path, status, body.error]).toMatchObject([path, 400, { code: 'parameter-invalid', path: `/${name}` }]);
      }
    }
  }
  expect(await system.product.logText()).not.toContain(secret);
});

it('A29 a Last-Event-ID of nobody’s', async () => {
  const elsewhere = `${part({ position: 1 })}.${'A'.repeat(22)}`; // as another tenant's is to us: signed by another key
  for (const id of ['-1', '1e30', '0', elsewhere]) {
    const { status, body } = await system.ask('GET /v1/live', { headers: { 'last-event-id': id } });
    expect([id, status, body.error]).toMatchObject([id, 400, { code: 'cursor-invalid', path: '/Last-Event-ID' }]);
  }
});

it(
  'A31 a role that is taken away ends the stream within a minute',
  async () => {
    const id = await system.person('follower', ['security-analyst']);
    const { headers } = await system.session('follower');
    const stream = await fetch(`${system.product.url}/v1/live`, { headers });
    expect(stream.status).toBe(200);
    const body = { roles: ['store-manager'], stores: ['s-1'], reason: 'moved' };
    expect((await system.ask(`POST /v1/accounts/${id}/roles`, { body })).status).toBe(200);
    const changed = performance.now();
    await stream.text();
    expect(performance.now() - changed).toBeLessThan(standingMs);
  },
  timeoutMs,
);
