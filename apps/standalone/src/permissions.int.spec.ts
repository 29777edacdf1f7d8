import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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
let cases: Record<string, string>;
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
  await giveTo('s-1', 'm-1');
  await giveTo('s-2', 'm-2');
  cases = { 's-1': await forgotten('1'), 's-2': await forgotten('2') };
  for (const role of people) {
    await makePerson(role, role, role === 'store-manager' ? { stores: ['s-1'] } : {});
    if (role === 'administrator') continue;
    await makePerson(`${role}.elsewhere`, role, { stores: ['s-2'] });
    await makePerson(`${role}.of-merchant`, role, { merchants: ['m-2'] });
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

async function giveTo(store: string, merchant: string | undefined): Promise<void> {
  const body = { ...(merchant !== undefined && { merchant }), reason: 'opened' };
  expect((await ask(`PUT /v1/stores/${store}/merchant`, { headers: admin, body })).status).toBe(200);
}

/** A recovery case about the operator of a store; it becomes the store's by its terminal. Gives the case's id. */
async function forgotten(number: string): Promise<string> {
  const made = await ask('POST /v1/recovery-cases', { headers: admin, body: caseOf(number) });
  expect(made.status).toBe(201);
  return made.body['id'] as string;
}
const caseOf = (number: string) => ({
  ...{ channel: 'administrator', operatorId: `o-${number}`, terminalId: `t-${number}`, reason: 'forgot' },
  attestation: { version: '2026-1', agreed: true },
});

async function makePerson(
  username: string,
  role: Role,
  where: { stores?: string[]; merchants?: string[] },
): Promise<void> {
  const until = role === 'auditor' ? { until: new Date(Date.now() + 86_400_000).toISOString() } : {};
  const body = { username, name: username, kind: 'person', roles: [role], ...until, ...where };
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

const binding = {
  ...{ acquirerCode: '10450001', merchantCode: '104110058120001', merchantCreditCode: '91350100M000100Y43' },
  ...{ settlementAccount: '6222 0212 3456 0017', deploymentAddress: '1 Hubin Road' },
};
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
        : route.includes('/v1/recovery-cases/')
          ? cases[store]!
          : route.includes('/v1/stores/')
            ? store
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

const scopes = people.filter((role) => role !== 'administrator').flatMap((role) => [[role, 'elsewhere'], [role, 'of-merchant']] as const); // prettier-ignore

it.each(scopes)('shows %s (%s) nothing of another’s store, on any route', async (role, scope) => {
  const elsewhere = as(`${role}.${scope}`);
  for (const route of guarded().filter(({ need }) => may([role], need.permission) && need.reach !== 'own')) {
    const { status, code } = await ask(addressOf(route, 's-1'), { headers: elsewhere });
    if (route.need.reach === 'tenant') expect([route.route, code]).toEqual([route.route, 'forbidden']);
    else if (route.need.reach === 'body') expect([route.route, code]).toEqual([route.route, 'body-empty']);
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
});

it('lets a store manager open and work on cases of the own store, and of no other', async () => {
  const manager = as('store-manager'); // of s-1
  const open = (body: object) => ask('POST /v1/recovery-cases', { headers: manager, body });
  const made = await open({ ...caseOf('1'), storeId: 's-1' });
  expect(made.status).toBe(201);
  const own = `/v1/recovery-cases/${made.body['id'] as string}`;
  expect((await ask(`GET ${own}`, { headers: manager })).body).toMatchObject({ storeId: 's-1', operatorId: 'o-1' });
  const cause = { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z' };
  expect((await ask(`POST ${own}/cause`, { headers: manager, body: cause })).status).toBe(200);
  expect((await ask(`GET ${own}/dossier`, { headers: manager })).status).toBe(200);
  expect((await ask(`POST ${own}/approve`, { headers: manager, body: {} })).code).toBe('forbidden');
  const listed = (await ask('GET /v1/recovery-cases', { headers: manager })).body['items'] as { storeId: string }[];
  expect([listed.length, ...new Set(listed.map(({ storeId }) => storeId))]).toEqual([2, 's-1']);
  // Whatever names the other store: terminal, operator, the store itself, the alert it comes from.
  const elsewhere = [{ terminalId: 't-2' }, { operatorId: 'o-2' }, { storeId: 's-2' }, { alertId: alerts['s-2'] }];
  for (const other of [...elsewhere, { terminalId: 't-9' }, { operatorId: 'o-9' }]) {
    const { status } = await open({ ...caseOf('1'), ...other });
    expect([other, status]).toEqual([other, 404]);
  }
  const theirs = `/v1/recovery-cases/${cases['s-2']}`;
  expect((await ask(`POST ${theirs}/cause`, { headers: manager, body: cause })).status).toBe(404);
  expect((await ask('GET /v1/stores/s-2/one-person', { headers: manager })).status).toBe(404);
  expect((await ask('GET /v1/recovery-cases?store=s-2', { headers: manager })).code).toBe('forbidden');
});

it('gives a merchant’s people the stores that join it, and takes from them those that leave', async () => {
  const headers = as('store-manager.of-merchant');
  const stores = async () => (await ask('GET /v1/me', { headers })).body['stores'];
  const until = async (wanted: string[]) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
      if (JSON.stringify(await stores()) === JSON.stringify(wanted)) return;
    }
    expect(await stores()).toEqual(wanted);
  };
  const seen = async () => (await ask(`GET /v1/alerts/${alerts['s-1']}`, { headers })).status;
  expect([await stores(), await seen()]).toEqual([['s-2'], 404]);
  await giveTo('s-1', 'm-2');
  await until(['s-1', 's-2']);
  expect(await seen()).toBe(200);
  expect((await ask('GET /v1/alerts', { headers })).code).toBe('parameter-invalid'); // of which of the two?
  expect((await ask('GET /v1/alerts?store=s-1', { headers })).status).toBe(200);
  await giveTo('s-1', 'm-1');
  await until(['s-2']);
  expect([await seen(), (await ask('GET /v1/alerts?store=s-1', { headers })).code]).toEqual([404, 'forbidden']);
  await giveTo('s-2', undefined);
  await until([]); // a merchant without stores: nothing, never everything
  expect((await ask('GET /v1/alerts', { headers })).code).toBe('parameter-invalid');
  expect((await ask('GET /v1/alerts?store=s-2', { headers })).code).toBe('forbidden');
  await giveTo('s-2', 'm-2');
  await until(['s-2']);
});

it('executes a case of one store on no terminal of another, and shows no alert of it in the dossier', async () => {
  const engineer = as('terminal-engineer.elsewhere'); // of s-2
  const path = `/v1/recovery-cases/${cases['s-2']}`;
  const execute = (terminalId: string) => ask(`POST ${path}/execute`, { headers: engineer, body: { terminalId } });
  expect((await execute('t-1')).status).toBe(404);
  expect((await execute('t-2')).status).toBe(409); // theirs, but nobody has approved it
  const report = { noticedAt: new Date().toISOString(), description: 'a refund', alertId: alerts['s-1'] };
  const analyst = as('security-analyst.elsewhere');
  expect((await ask(`POST ${path}/unauthorised-use`, { headers: analyst, body: report })).status).toBe(404);
  expect((await ask(`POST ${path}/unauthorised-use`, { headers: admin, body: report })).status).toBe(200);
  const storesIn = async (headers: Record<string, string>) => {
    const { body } = await ask(`GET ${path}/dossier`, { headers });
    return [...new Set((body['alerts'] as { storeId: string }[]).map(({ storeId }) => storeId))].sort();
  };
  expect([await storesIn(admin), await storesIn(analyst)]).toEqual([['s-1', 's-2'], ['s-2']]);
});

it('shows nobody another person’s account, unless they may see accounts', async () => {
  const path = `/v1/accounts/${idOf.get('auditor')}/tokens`;
  for (const role of people) {
    const { status } = await ask(`GET ${path}`, { headers: as(role) });
    expect([role, status]).toEqual([role, may([role], 'accounts.read') ? 200 : 404]);
  }
});

it('goes by the registry for where a terminal is, whatever the terminal says', async () => {
  const till = { id: 't-1', storeId: 's-2', model: 'P-400', serial: 'SN-1', custodian: 'li.na', binding };
  const seenBy = async (who: string) => (await ask('GET /v1/terminals/t-1', { headers: as(who) })).status;
  expect([await seenBy('store-manager'), await seenBy('store-manager.elsewhere')]).toEqual([200, 404]);
  expect((await ask('POST /v1/terminals', { headers: admin, body: till })).status).toBe(201);
  expect([await seenBy('store-manager'), await seenBy('store-manager.elsewhere')]).toEqual([404, 200]);
});

it('is another’s session no more once it was ended, on any route (A36)', async () => {
  await ask('POST /v1/me/sign-out', { headers: as('auditor') });
  for (const route of guarded()) {
    const { code } = await ask(addressOf(route, 's-1'), { headers: as('auditor') });
    expect([route.route, code]).toEqual([route.route, 'unauthenticated']);
  }
});
