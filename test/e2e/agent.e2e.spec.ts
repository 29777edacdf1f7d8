import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertView, OverviewView, TerminalKeyView, TerminalView, TimelineEntry } from '@tillwatch/api';
import { openTerminal, type Terminal } from '@tillwatch/terminal';
import { read, readAll } from './api.js';
import { adminToken, cleanUp, dataFolder, ingestToken, pause, startProduct, type Product } from './product.js';

const settleMs = 30_000;

let product: Product;
let folders: string;
const open = new Set<Terminal>();

beforeAll(async () => {
  product = await startProduct({ folder: await dataFolder() });
  folders = await dataFolder();
});
afterAll(async () => {
  for (const terminal of open) await terminal.close();
  await cleanUp();
});

/** A real agent with a folder of its own, talking to the real product. */
async function agent(terminalId: string, folder = join(folders, terminalId)): Promise<Terminal> {
  const terminal = await openTerminal({
    folder,
    terminalId,
    storeId: 's-1',
    url: product.url,
    token: ingestToken,
    longestWaitMs: 500,
  });
  open.add(terminal);
  return terminal;
}

async function end(terminal: Terminal): Promise<void> {
  open.delete(terminal);
  await terminal.close();
}

async function command<Answer>(path: string, body: object = {}): Promise<Answer> {
  const response = await fetch(new URL(`/v1/terminals/${path}`, product.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Answer;
}

async function enrolled(terminalId: string): Promise<Terminal> {
  const terminal = await agent(terminalId);
  const { code } = await command<{ code: string }>(`${terminalId}/enrolment-codes`);
  await terminal.enrol(code.toLowerCase());
  return terminal;
}

const view = (id: string) => read<TerminalView>(product.url, `/v1/terminals/${id}`);
const timeline = async (id: string) =>
  (await readAll<TimelineEntry>(product.url, `/v1/terminals/${id}/timeline`)).toReversed();
const rulesOf = async (id: string) =>
  (await readAll<AlertView>(product.url, `/v1/alerts?terminal=${id}`)).map(({ rule }) => rule).sort();

let session = 0;
const login = (terminal: Terminal, operatorId = 'op-1') =>
  terminal.recordLogin({ operatorId, sessionId: `s-${++session}`, factors: ['password'] });

async function eventually(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + settleMs; Date.now() < deadline; await pause(50)) if (await isSo()) return;
  throw new Error(`It never came about: ${what}`);
}

it('enrols, seals what it tells, and is believed', async () => {
  const terminal = await enrolled('a-seal');
  await login(terminal);
  await terminal.flush();
  await end(terminal); // seals what it has
  const again = await agent('a-seal');
  await again.flush();
  const { keys, sealedUntil, journal, chainBreaks } = await view('a-seal');
  expect([keys, chainBreaks]).toEqual([1, 0]);
  expect(sealedUntil).toMatchObject({ epoch: journal!.epoch });
  expect(await rulesOf('a-seal')).toEqual([]);
  expect(Math.abs(again.status().clock!.clockOffsetMs)).toBeLessThan(60_000);
  await end(again);
});

it('freezes when it is told to, refuses logins, and is released', async () => {
  const terminal = await enrolled('a-freeze');
  await login(terminal);
  await command('a-freeze/freeze', { reason: 'missing' });
  await eventually('frozen', () => terminal.isFrozen());
  expect(terminal.mayLogin('op-1')).toMatchObject({ allowed: false, code: 'terminal-frozen' });
  await expect(login(terminal)).rejects.toMatchObject({ code: 'terminal-frozen' });
  await terminal.flush();
  await eventually('an acknowledgement', async () => (await view('a-freeze')).frozen);
  const { commands } = await view('a-freeze');
  expect(commands.pending).toBe(0);
  expect(commands.lastLatencyMs).toBeLessThan(settleMs);
  expect((await read<OverviewView>(product.url, '/v1/overview')).terminals.frozen).toBe(1);
  await command('a-freeze/unfreeze', { reason: 'found' });
  await eventually('released', () => !terminal.isFrozen());
  await login(terminal);
  await eventually('an acknowledgement of that', async () => !(await view('a-freeze')).frozen);
  await terminal.flush();
  expect(await rulesOf('a-freeze')).toEqual([]);
  await end(terminal);
});

it('rotates its key and is believed on', async () => {
  const terminal = await enrolled('a-rotate');
  await login(terminal);
  await terminal.flush();
  await terminal.rotateKey();
  await login(terminal);
  await end(terminal);
  const again = await agent('a-rotate');
  await again.flush();
  const { items } = await read<{ items: TerminalKeyView[] }>(product.url, '/v1/terminals/a-rotate/keys');
  expect(items.map(({ status }) => status)).toEqual(['retired', 'active']);
  expect(again.status().keyId).toBe(items[1]!.keyId);
  expect(await rulesOf('a-rotate')).toEqual([]);
  await end(again);
});

it('says so when it was set back to an earlier state, and loses and doubles nothing', async () => {
  const folder = join(folders, 'a-back');
  const terminal = await enrolled('a-back');
  await login(terminal);
  await terminal.flush();
  await end(terminal);
  await cp(folder, `${folder}-copy`, { recursive: true });
  const later = await agent('a-back');
  for (let i = 0; i < 5; i++) await login(later);
  await later.flush();
  await end(later);
  const before = await timeline('a-back');
  await rm(folder, { recursive: true });
  await cp(`${folder}-copy`, folder, { recursive: true });

  const restored = await agent('a-back');
  await login(restored);
  await restored.flush();
  const after = await timeline('a-back');
  expect(after.slice(0, before.length).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  const opened = after.filter(({ name }) => name === 'JournalOpened').at(-1)!;
  expect(opened.data['reason']).toBe('rolled-back');
  expect(opened.epoch).toBeGreaterThan(before[0]!.epoch!);
  expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
  expect(after.filter(({ name }) => name === 'LoginSucceeded')).toHaveLength(7);
  expect(await view('a-back')).toMatchObject({ conflicts: 0, chainBreaks: 0, openGaps: [] });
  expect(await rulesOf('a-back')).toEqual([]);
  await end(restored);
});

it('is found out when two devices are the same terminal (F25)', async () => {
  const folder = join(folders, 'a-clone');
  const terminal = await enrolled('a-clone');
  await login(terminal);
  await terminal.flush();
  await end(terminal);
  await cp(folder, `${folder}-twin`, { recursive: true });
  const one = await agent('a-clone');
  const twin = await agent('a-clone', `${folder}-twin`);
  await Promise.all([one.flush(), twin.flush()]);
  await login(one, 'op-1');
  await one.flush();
  await login(twin, 'op-2');
  await twin.flush();
  await eventually('an alert of two devices', async () => (await rulesOf('a-clone')).includes('R29'));
  const told = await timeline('a-clone');
  const kept = told.map(({ operatorId, data }) => operatorId ?? (data['received'] as { subject?: string })?.subject);
  expect(kept).toEqual(expect.arrayContaining(['op-1', 'op-2']));
  await Promise.all([end(one), end(twin)]);
});
