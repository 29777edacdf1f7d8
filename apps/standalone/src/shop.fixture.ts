import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Role, roles } from '@tillwatch/api';
import { readSettings, silentLog } from '@tillwatch/kernel';
import { createTestDatabase } from '@tillwatch/testing';
import { type Running, start } from './start.js';

/** The whole product, and people to try it as. */
const adminToken = 'administrator-token';
export const ingestToken = 'ingest-token';
const password = 'correct horse battery';
/** Everybody but machines. */
export const people = roles.filter((role) => role !== 'terminal');

export let product: Running;
let drop: () => Promise<void>;
let folder: string;
export let alerts: Record<string, string>;
export let cases: Record<string, string>;
const cookies = new Map<string, string>();
export const idOf = new Map<string, string>();

/** Starts it, with two stores of two merchants, an alert and a case in each, and people of every role and scope. */
export async function openShop(): Promise<void> {
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
}

export async function closeShop(): Promise<void> {
  await product?.stop();
  await drop();
  await rm(folder, { recursive: true, force: true });
}

interface Asked {
  headers?: Record<string, string>;
  body?: unknown;
}

export async function ask(route: string, { headers = {}, body }: Asked = {}) {
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
export const admin = { authorization: `Bearer ${adminToken}` };
export const as = (who: string): Record<string, string> => ({ cookie: cookies.get(who)! });

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

export async function giveTo(store: string, merchant: string | undefined): Promise<void> {
  const body = { ...(merchant !== undefined && { merchant }), reason: 'opened' };
  expect((await ask(`PUT /v1/stores/${store}/merchant`, { headers: admin, body })).status).toBe(200);
}

/** A recovery case about the operator of a store; it becomes the store's by its terminal. Gives the case's id. */
async function forgotten(number: string): Promise<string> {
  const made = await ask('POST /v1/recovery-cases', { headers: admin, body: caseOf(number) });
  expect(made.status).toBe(201);
  return made.body['id'] as string;
}
export const caseOf = (number: string) => ({
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

export const binding = {
  ...{ acquirerCode: '10450001', merchantCode: '104110058120001', merchantCreditCode: '91350100M000100Y43' },
  ...{ settlementAccount: '6222 0212 3456 0017', deploymentAddress: '1 Hubin Road' },
};
