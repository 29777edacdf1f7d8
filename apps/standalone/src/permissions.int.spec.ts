import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { may, type Role, roles } from '@tillwatch/api';
import type { RouteNeed } from '@tillwatch/http';
import { readSettings, silentLog } from '@tillwatch/kernel';
import { createTestDatabase } from '@tillwatch/testing';
import { type Running, start } from './start.js';

/** The whole product; every route, every role, and the ids of another store. */
const adminToken = 'administrator-token';
const ingestToken = 'ingest-token';
const password = 'correct horse battery';
const people = roles.filter((role) => role !== 'terminal');

let product: Running;
let drop: () => Promise<void>;
let folder: string;
let alerts: Record<string, string>;
const cookies = new Map<string, string>();
const idOf = new Map<string, string>();

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = () => database.drop();
  folder = await mkdtemp(join(tmpdir(), 'tillwatch-permissions-'));
  const env = { TILLWATCH_DATA: folder, TILLWATCH_PORT: '0', TILLWATCH_DATABASE_URL: database.url };
  const tokens = { TILLWATCH_ADMIN_TOKEN: adminToken, TILLWATCH_INGEST_TOKEN: ingestToken, TILLWATCH_SECRET: 's' };
  product = await start(readSettings({ ...env, ...tokens }), silentLog);
  alerts = { 's-1': await guessing('s-1', 't-1', 'o-1'), 's-2': await guessing('s-2', 't-2', 'o-2') };
  for (const role of people) {
    await makePerson(role, role, role === 'store-manager' ? ['s-1'] : undefined);
    if (role !== 'administrator') await makePerson(`${role}.elsewhere`, role, ['s-2']);
  }
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await drop();
  await rm(folder, { recursive: true, force: true });
});

interface Asked {
  headers?: Record<string, string>;
  body?: unknown;
}

async function ask(route: string, { headers = {}, body }: Asked = {}) {
  const [method, path] = route.split(' ') as [string, string];
  const ending = new AbortController();
  const answer = await fetch(new URL(path, product.url), {
    method,
    signal: ending.signal,
    headers: { origin: product.url, ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  const json = (isJson ? await answer.json() : {}) as Record<string, unknown> & { error?: { code: string } };
  ending.abort(); // a live stream does not end by itself
  return { status: answer.status, code: json.error?.code, body: json, cookie: answer.headers.get('set-cookie') };
}
const admin = { authorization: `Bearer ${adminToken}` };
const as = (who: string): Record<string, string> => ({ cookie: cookies.get(who)! });

/** Failures enough for an alert about an operator of a store; gives the alert's id. */
async function guessing(store: string, terminal: string, operator: string): Promise<string> {
  const events = Array.from({ length: 12 }, (_, index) => ({
    ...{ specversion: '1.0', type: 'tillwatch.LoginFailed.v1', source: `/terminals/${terminal}`, subject: operator },
    ...{ id: crypto.randomUUID(), epoch: 1, sequence: String(index + 1), storeid: store },
    time: new Date(Date.now() - 60_000 + index * 1_000).toISOString(),
    data: { reason: 'invalid-password' },
  }));
  const headers = { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/cloudevents-batch+json' };
  const url = new URL('/v1/events', product.url);
  const sent = await fetch(url, { method: 'POST', headers, body: JSON.stringify(events) });
  expect(sent.status).toBe(200);
  const { body } = await ask(`GET /v1/alerts?store=${store}`, { headers: admin });
  return (body['items'] as { id: string }[])[0]!.id;
}

async function makePerson(username: string, role: Role, stores?: string[]): Promise<void> {
  const until = role === 'auditor' ? { until: new Date(Date.now() + 86_400_000).toISOString() } : {};
  const body = { username, name: username, kind: 'person', roles: [role], ...until, ...(stores && { stores }) };
  const made = await ask('POST /v1/accounts', { headers: admin, body });
  expect(made.status).toBe(201);
  const id = made.body['id'] as string;
  idOf.set(username, id);
  const link = await ask(`POST /v1/accounts/${id}/setup-links`, { headers: admin });
  await ask('POST /v1/setup', { body: { code: link.body['code'], password } });
  await signIn(username);
}

async function signIn(username: string): Promise<void> {
  const { cookie } = await ask('POST /v1/sessions', { body: { username, password } });
  cookies.set(username, cookie!.split(';')[0]!);
}

const unknown = '00000000-0000-4000-8000-000000000000';

/** The route with ids of things that are in a store. */
function addressOf({ route }: RouteNeed, store: 's-1' | 's-2'): string {
  const number = store.slice(-1);
  const id = route.includes('/v1/terminals/')
    ? `t-${number}`
    : route.includes('/v1/operators/')
      ? `o-${number}`
      : route.includes('/v1/alerts/')
        ? alerts[store]!
        : unknown;
  return route.replace(':id', id).replace(':keyId', 'a'.repeat(32)).replace(/:\w+/g, unknown);
}

const guarded = (): (RouteNeed & { need: { permission: never; reach: string } })[] =>
  product.routes().filter(({ need }) => typeof need === 'object') as never;
/** Leaves the session behind. */
const ends = (route: string): boolean => route === 'POST /v1/me/sign-out';

it('names a permission for every route but those of signing in and of what watches us', () => {
  const open = product.routes().filter(({ need }) => need === 'anybody');
  expect(product.routes().filter(({ need }) => need === undefined)).toEqual([]);
  expect(open.map(({ route }) => route).sort()).toEqual([
    'GET /healthz',
    'GET /metrics',
    'GET /readyz',
    'GET /v1/sign-in',
    'GET /v1/sign-in/openid',
    'GET /v1/sign-in/openid/callback',
    'POST /v1/sessions',
    'POST /v1/setup',
  ]);
  expect(guarded().length).toBeGreaterThan(50);
});

it.each(people)('lets %s do what the table says, on every route, and nothing else', async (role) => {
  for (const route of guarded().filter((one) => !ends(one.route))) {
    const { status, code } = await ask(addressOf(route, 's-1'), { headers: as(role) });
    const isOut = code === 'forbidden' || status === 401;
    const mayDo = may([role], route.need.permission);
    // A store manager is of one store, so what tells of the whole tenant is not theirs either.
    const expected = mayDo && !(role === 'store-manager' && route.need.reach === 'tenant');
    expect([route.route, role, isOut ? code : 'in']).toEqual([route.route, role, expected ? 'in' : 'forbidden']);
  }
});

it.each(people)(
  'tells %s of every command there is which of them they may give, as the guard decides',
  async (role) => {
    const { body } = await ask('GET /v1/me/commands', { headers: as(role) });
    const commands = guarded().filter(({ route }) => !route.startsWith('GET '));
    const expected = commands.map(({ route, need: { permission, reach } }) => {
      const allowed = may([role], permission) && !(role === 'store-manager' && reach === 'tenant');
      return { command: route, permission, allowed };
    });
    expect(body['items']).toEqual(expect.arrayContaining(expected));
    expect(body['items']).toHaveLength(expected.length);
  },
);

it('lets terminals send events and attend to themselves, and nobody without a token or a cookie', async () => {
  for (const route of guarded()) {
    const address = addressOf(route, 's-1');
    const machine = await ask(address, { headers: { authorization: `Bearer ${ingestToken}` } });
    const mayDo = may(['terminal'], route.need.permission);
    expect([route.route, machine.code === 'forbidden']).toEqual([route.route, !mayDo]);
    expect([route.route, (await ask(address)).code]).toEqual([route.route, 'unauthenticated']);
  }
});

it.each(people.filter((role) => role !== 'administrator'))(
  'shows %s of one store nothing of another, on any route',
  async (role) => {
    const elsewhere = as(`${role}.elsewhere`);
    for (const route of guarded().filter(({ need }) => may([role], need.permission) && need.reach !== 'own')) {
      const { status, code } = await ask(addressOf(route, 's-1'), { headers: elsewhere });
      if (route.need.reach === 'tenant') expect([route.route, code]).toEqual([route.route, 'forbidden']);
      else if (route.need.reach !== 'store-filter') expect([route.route, status]).toEqual([route.route, 404]);
      else {
        expect([route.route, (await ask(`${route.route}?store=s-1`, { headers: elsewhere })).code]).toEqual([
          route.route,
          'forbidden',
        ]);
        const own = (await ask(route.route, { headers: elsewhere })).body['items'] as { storeId?: string }[];
        expect([route.route, [...new Set(own.map(({ storeId }) => storeId))]]).toEqual([route.route, ['s-2']]);
      }
    }
  },
);

it('shows nobody another person’s account, unless they may see accounts', async () => {
  const path = `/v1/accounts/${idOf.get('auditor')}/tokens`;
  for (const role of people) {
    const { status } = await ask(`GET ${path}`, { headers: as(role) });
    expect([role, status]).toEqual([role, may([role], 'accounts.read') ? 200 : 404]);
  }
});

it('is another’s session no more once it was ended, on any route', async () => {
  await ask('POST /v1/me/sign-out', { headers: as('auditor') });
  for (const route of guarded()) {
    const { code } = await ask(addressOf(route, 's-1'), { headers: as('auditor') });
    expect([route.route, code]).toEqual([route.route, 'unauthenticated']);
  }
});
