import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Role, sensitiveFields } from '@tillwatch/api';
import { readSettings, silentLog } from '@tillwatch/kernel';
import { createTestDatabase } from '@tillwatch/testing';
import { type Running, start } from './start.js';

/** The whole product with a marker in every sensitive field: who sees them masked finds none, on any way out. */
const adminToken = 'administrator-token';
const ingestToken = 'ingest-token';

/** By group of the list and field; of a verification that failed, too. */
const markers: Record<string, string> = {
  'registration.name': '钱PLANTED-name',
  'evidence.reference': 'PLANTED-evidence-reference-x1',
  'verification.reference': 'PLANTED-verification-reference-x2',
  'verification.transactions': 'PLANTED-verification-transaction-x3',
  'verification.comment': 'PLANTED-verification-comment',
  'contacts.comment': 'PLANTED-contact-comment',
};
const failed = { reference: 'PLANTED-failed-reference-x4', transaction: 'PLANTED-failed-transaction-x5', comment: 'PLANTED-failed-comment' }; // prettier-ignore
const planted = [...Object.values(markers), ...Object.values(failed)];
/** Masked before it is stored: nobody sees it. */
const never = 'PLANTED-address';
const foundIn = (text: string): string[] => [...planted, never].filter((marker) => text.includes(marker));

let product: Running;
let drop: () => Promise<void>;
let folder: string;
const tokens: Record<string, string> = { administrator: adminToken, terminal: ingestToken };
const ids: Record<string, string> = {
  operators: 'o-1',
  terminals: 't-1',
  rules: 'R1',
  policies: 'pci-dss',
  stores: 's-1',
};

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = () => database.drop();
  folder = await mkdtemp(join(tmpdir(), 'tillwatch-personal-data-'));
  const env = { TILLWATCH_DATA: folder, TILLWATCH_PORT: '0', TILLWATCH_DATABASE_URL: database.url };
  const given = { TILLWATCH_ADMIN_TOKEN: adminToken, TILLWATCH_INGEST_TOKEN: ingestToken, TILLWATCH_SECRET: 's' };
  product = await start(readSettings({ ...env, ...given }), silentLog);
  for (const role of ['security-analyst', 'compliance-officer', 'terminal-engineer', 'auditor'] as const) {
    tokens[role] = await tokenOf(role);
  }
  await plant();
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await drop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(who: string, method: string, path: string, body?: object) {
  const answer = await fetch(new URL(path, product.url), {
    method,
    headers: { authorization: `Bearer ${tokens[who]}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function done(path: string, body: object): Promise<string> {
  const { status, text } = await ask('administrator', 'POST', path, body);
  expect([path, text, status < 300]).toEqual([path, text, true]);
  return text === '' ? '' : ((JSON.parse(text) as { id: string }).id ?? '');
}

async function tokenOf(role: Role): Promise<string> {
  const until = role === 'auditor' ? { until: new Date(Date.now() + 86_400_000).toISOString() } : {};
  const id = await done('/v1/accounts', { username: role, name: role, kind: 'person', roles: [role], ...until });
  const { text } = await ask('administrator', 'POST', `/v1/accounts/${id}/tokens`, { label: 'test' });
  return (JSON.parse(text) as { token: string }).token;
}

/** An operator whom a till tells of, an alert about them, and a case with all that a case can hold. */
async function plant(): Promise<void> {
  const register = {
    id: 'o-1',
    name: markers['registration.name'],
    role: 'cashier',
    scopeClass: 'vendor',
    stores: ['s-1'],
  };
  await done('/v1/operators', register);
  await done('/v1/operators/o-1/contact', { kind: 'mail', destination: `${never}@shop.example` });
  const events = Array.from({ length: 12 }, (_, index) => ({
    ...{ specversion: '1.0', type: 'tillwatch.LoginFailed.v1', source: '/terminals/t-1', subject: 'o-1' },
    ...{ id: crypto.randomUUID(), epoch: 1, sequence: String(index + 1), storeid: 's-1' },
    time: new Date(Date.now() - 60_000 + index * 1_000).toISOString(),
    data: { reason: 'invalid-password' },
  }));
  const headers = { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/cloudevents-batch+json' };
  await fetch(new URL('/v1/events', product.url), { method: 'POST', headers, body: JSON.stringify(events) });
  ids['alerts'] = (JSON.parse((await ask('administrator', 'GET', '/v1/alerts')).text) as { items: { id: string }[] }).items[0]!.id; // prettier-ignore
  const asked = { channel: 'bank', operatorId: 'o-1', terminalId: 't-1', reason: 'forgot', alertId: ids['alerts'] };
  const id = await done('/v1/recovery-cases', { ...asked, attestation: { version: '2026-1', agreed: true } });
  ids['recovery-cases'] = id;
  const act = (verb: string, body: object) => done(`/v1/recovery-cases/${id}/${verb}`, body);
  await act('cause', { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z' });
  const retained = { custodian: 'li.na', retainUntil: '2030-01-01T00:00:00Z' };
  await act('evidence', { kind: 'identity-check', reference: markers['evidence.reference'], ...retained });
  await act('contact-attempts', { party: 'bank', means: 'phone', reached: true, comment: markers['contacts.comment'] });
  const { reference, transaction, comment } = failed;
  await act('verify-identity', { confirmed: false, reference, transactions: [transaction], comment });
  await act('verify-identity', {
    ...{ confirmed: true, reference: markers['verification.reference'], comment: markers['verification.comment'] },
    transactions: [markers['verification.transactions']],
  });
  ids['access-reviews'] = await done('/v1/access-reviews', {});
  ids['daily-reviews'] = await done('/v1/daily-reviews', { date: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) }); // prettier-ignore
}

/** Every address that can be read, with ids of what the markers are in; the rule's explanation says of whom. */
function addresses(): string[] {
  const reads = product.routes().flatMap(({ route, need }) => {
    const [method, path] = route.split(' ') as [string, string];
    return method === 'GET' && need !== 'anybody' && path !== '/v1/live' ? [path] : [];
  });
  const filled = reads.map((path) => {
    const address = path.replace(':id', ids[path.split('/')[2]!] ?? 'none').replace(/:\w+/g, 'none');
    return address.endsWith('/rules/R1/explanation') ? `${address}?operatorId=o-1` : address;
  });
  return [...filled, `/v1/recovery-cases/${ids['recovery-cases']}/dossier?format=json`, '/v1/alerts?group=key', '/v1/operators/o-1?asOf=2999-01-01T00:00:00Z']; // prettier-ignore
}

async function everythingFor(who: string): Promise<Map<string, string[]>> {
  const seen = new Map<string, string[]>();
  for (const address of addresses()) {
    const found = foundIn((await ask(who, 'GET', address)).text);
    if (found.length > 0) seen.set(address, found);
  }
  return seen;
}

it('plants a marker in every field of the list', () => {
  const listed = sensitiveFields.flatMap(({ of, fields }) => Object.keys(fields).map((field) => `${of[0]}.${field}`));
  expect(Object.keys(markers)).toEqual(listed);
});

it.each(['administrator', 'compliance-officer'])(
  'shows %s every marker: what is looked for can be found',
  async (role) => {
    const seen = await everythingFor(role);
    expect([...new Set([...seen.values()].flat())].sort()).toEqual([...planted].sort());
    expect([...seen.keys()].sort()).toEqual(
      expect.arrayContaining(['/v1/operators', '/v1/operators/o-1', '/v1/training', '/v1/recovery-cases']),
    );
  },
);

it.each(['security-analyst', 'auditor', 'terminal-engineer', 'terminal'])(
  'shows %s none of them, in any answer',
  async (role) => {
    expect(Object.fromEntries(await everythingFor(role))).toEqual({});
  },
);

it('shows what is masked so that it can be recognised, and one dossier that proves itself', async () => {
  const { text } = await ask('security-analyst', 'GET', '/v1/operators/o-1');
  expect(JSON.parse(text)).toMatchObject({ registration: { name: '钱**' } });
  const [masked, clear] = await Promise.all(
    ['security-analyst', 'compliance-officer'].map(async (who) => {
      const { text: file } = await ask(who, 'GET', `/v1/recovery-cases/${ids['recovery-cases']}/dossier?format=json`);
      return JSON.parse(file) as { digest: string; case: { evidence: { reference: string }[] } };
    }),
  );
  expect(masked!.case.evidence[0]!.reference).toBe('***x1');
  expect(masked!.digest).not.toBe(clear!.digest);
});

interface Described {
  paths: Record<string, { get?: { parameters?: { name: string; in: string; schema: object }[] } }>;
}

/** Parameters in which anything may be written. */
async function freeParameters(): Promise<[address: string, parameter: string][]> {
  const described = JSON.parse((await ask('administrator', 'GET', '/docs-json')).text) as Described;
  return Object.entries(described.paths).flatMap(([path, { get }]) =>
    (get?.parameters ?? [])
      .filter(({ name, in: place, schema }) => place === 'query' && name !== 'cursor' && isFree(schema))
      .map(({ name }): [string, string] => [path.replace('{id}', ids[path.split('/')[2]!] ?? 'none'), name]),
  );
}

function isFree(schema: { type?: string; enum?: unknown; format?: string }): boolean {
  return schema.type === 'string' && schema.enum === undefined && schema.format === undefined;
}

const instants = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

it('tells a right guess from a wrong one by no search and no filter', async () => {
  const parameters = await freeParameters();
  expect(parameters).toEqual(
    expect.arrayContaining([
      ['/v1/operators', 'q'],
      ['/v1/recovery-cases', 'assignee'],
    ]),
  );
  for (const [address, name] of parameters) {
    const answer = async (guess: string) => {
      const { status, text } = await ask('security-analyst', 'GET', `${address}?${name}=${encodeURIComponent(guess)}`);
      return [address, name, status, text.replaceAll(guess, 'guess').replace(instants, 'an instant')];
    };
    const wrong = await answer('PLANTED-nowhere');
    for (const marker of planted) expect(await answer(marker)).toEqual(wrong);
  }
}, 120_000);

/** Reads the stream until it tells of the operator. */
async function heardBy(who: string, cause: () => Promise<unknown>): Promise<string> {
  const ending = new AbortController();
  const headers = { authorization: `Bearer ${tokens[who]}` };
  const { body } = await fetch(new URL('/v1/live', product.url), { headers, signal: ending.signal });
  const decoder = new TextDecoder();
  let text = '';
  let isAsked = false;
  for await (const part of body!) {
    text += decoder.decode(part, { stream: true });
    if (!isAsked && (isAsked = true)) await cause();
    if (/event: operator\n(?:id: .*\n)?data: .*\n\n/.test(text)) break;
  }
  ending.abort();
  return text;
}

it('masks the live stream for who sees names masked, and for nobody else', async () => {
  let turn = 0;
  const change = () => done('/v1/operators/o-1/role', { role: `role-${turn++}`, reason: 'r' });
  expect(foundIn(await heardBy('security-analyst', change))).toEqual([]);
  expect(foundIn(await heardBy('compliance-officer', change))).toEqual([markers['registration.name']]);
}, 60_000);
