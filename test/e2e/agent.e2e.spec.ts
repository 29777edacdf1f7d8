import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertView, TerminalView } from '@tillwatch/api';
import { openTerminal, type Terminal, type TerminalOptions } from '@tillwatch/terminal';
import { adminToken, cleanUp, dataFolder, ingestToken, pause, type Product, startProduct } from './product.js';

/** A real agent, with its journal on disk, against the whole product. */
let product: Product;
let folder: string;
const open = new Set<Terminal>();

beforeAll(async () => {
  product = await startProduct({ folder: await dataFolder() });
  folder = await mkdtemp(join(tmpdir(), 'tillwatch-agent-e2e-'));
}, 120_000);

afterEach(async () => {
  await Promise.all([...open].map((terminal) => terminal.close()));
  open.clear();
});

afterAll(async () => {
  await cleanUp();
  await rm(folder, { recursive: true, force: true });
});

async function start(terminalId: string, over: Partial<TerminalOptions> = {}): Promise<Terminal> {
  const terminal = await openTerminal({
    folder: join(folder, terminalId),
    terminalId,
    storeId: 'store-1',
    url: product.url,
    token: ingestToken,
    longestWaitMs: 500,
    ...over,
  });
  open.add(terminal);
  return terminal;
}

async function close(terminal: Terminal): Promise<void> {
  open.delete(terminal);
  await terminal.close();
}

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const answer = await fetch(product.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
}

async function until<Found>(what: string, look: () => Promise<Found | undefined | false>): Promise<Found> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`Not within 60 s: ${what}`);
}

const view = (id: string) => ask<TerminalView>(`/v1/terminals/${id}`);
const alertsOf = async (id: string) => (await ask<{ items: AlertView[] }>(`/v1/alerts?terminal=${id}&limit=100`)).items;
const login = (operatorId: string) => ({
  operatorId,
  sessionId: `${operatorId}-session`,
  factors: ['password' as const],
});

it('enrols with a one-time code, and what it sealed is trusted', async () => {
  const terminal = await start('till-sealed');
  const { code } = await ask<{ code: string }>('/v1/terminals/till-sealed/enrolment-codes', {});
  const keyId = await terminal.enrol(code);
  for (let index = 0; index < 120; index++)
    await terminal.recordFailedLogin({ operatorId: `op-${index}`, reason: 'invalid-password' });
  await terminal.flush();
  const seen = await until('a trusted seal', async () => {
    const now = await view('till-sealed');
    return now.sealedUntil && now.sealedUntil.sequence >= 100 && now;
  });
  expect(seen).toMatchObject({ chainBreaks: 0, conflicts: 0, openGaps: [] });
  const { items } = await ask<{ items: { keyId: string; status: string }[] }>('/v1/terminals/till-sealed/keys');
  expect(items).toMatchObject([{ keyId, status: 'active' }]);
  expect((await alertsOf('till-sealed')).map(({ rule }) => rule)).not.toContain('R30d');
  await expect(terminal.enrol(code)).rejects.toThrow();

  const rotated = await terminal.rotateKey();
  for (let index = 0; index < 110; index++) await terminal.record('NetworkChanged', { data: { network: 'ethernet' } });
  await terminal.flush();
  const keys = await ask<{ items: { keyId: string; status: string }[] }>('/v1/terminals/till-sealed/keys');
  expect(keys.items).toContainEqual(expect.objectContaining({ keyId: rotated, status: 'active' }));
  expect((await alertsOf('till-sealed')).filter(({ rule }) => rule.startsWith('R29'))).toEqual([]);
}, 120_000);

it('freezes when it is told to, refuses logins and says why, and thaws; a till that goes on all the same is R28', async () => {
  const terminal = await start('till-frozen');
  await terminal.recordLogin(login('op-1'));
  await ask('/v1/terminals/till-frozen/freeze', { reason: 'keypad looks tampered with' });
  await until('the agent has frozen', async () => terminal.isFrozen());
  expect(terminal.mayLogin('op-1')).toMatchObject({ allowed: false, code: 'terminal-frozen' });
  await expect(terminal.recordLogin(login('op-1'))).rejects.toMatchObject({ code: 'terminal-frozen' });
  await terminal.flush();
  const frozen = await until('acknowledged', async () => {
    const now = await view('till-frozen');
    return now.frozen && now;
  });
  expect(frozen.commands).toMatchObject({ pending: 0 });
  expect(frozen.commands!.lastLatencyMs).toBeGreaterThanOrEqual(0);
  expect((await alertsOf('till-frozen')).map(({ rule }) => rule)).not.toContain('R28');

  await close(terminal);
  const again = await start('till-frozen');
  expect(again.isFrozen()).toBe(true);
  await ask('/v1/terminals/till-frozen/unfreeze', { reason: 'inspected' });
  await until('the agent has thawed', async () => !again.isFrozen());
  await again.recordLogin(login('op-1'));
  await again.flush();
  await until('thawed here too', async () => !(await view('till-frozen')).frozen);
  expect((await alertsOf('till-frozen')).map(({ rule }) => rule)).not.toContain('R28');

  // Software that goes on without asking its agent.
  await ask('/v1/terminals/till-frozen/freeze', { reason: 'seen with the back open' });
  await until('frozen again', async () => again.isFrozen());
  await again.flush();
  await until('acknowledged again', async () => (await view('till-frozen')).frozen);
  const { epoch, sequence } = again.status().head!;
  await close(again);
  const event = {
    specversion: '1.0',
    id: '5b1b1f60-8c5e-4f0e-9d7b-0c1f6d1f3a11',
    source: '/terminals/till-frozen',
    type: 'tillwatch.LoginSucceeded.v1',
    time: new Date().toISOString(),
    subject: 'op-1',
    epoch,
    sequence: String(sequence + 2), // closing may have sealed
    data: { sessionId: 's-9', factors: ['password'] },
  };
  const answer = await fetch(`${product.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  expect(answer.status).toBe(200);
  await until('R28', async () => (await alertsOf('till-frozen')).some(({ rule }) => rule === 'R28'));
}, 120_000);

it('finds out that its journal was put back to an older copy, and nothing is lost, doubled or in conflict', async () => {
  const path = join(folder, 'till-restored');
  const first = await start('till-restored');
  for (let index = 0; index < 20; index++) await first.record('Heartbeat', { data: { queued: 0 } });
  await first.flush();
  await close(first);
  await cp(path, `${path}.copy`, { recursive: true });

  const second = await start('till-restored');
  for (let index = 0; index < 15; index++) await second.record('Heartbeat', { data: { queued: 1 } });
  await second.flush();
  await close(second);
  const before = await view('till-restored');
  await rm(path, { recursive: true });
  await cp(`${path}.copy`, path, { recursive: true });

  const third = await start('till-restored', { url: 'http://127.0.0.1:9' }); // no platform: it cannot know yet
  for (let index = 0; index < 7; index++) await third.record('Heartbeat', { data: { queued: 2 } });
  await close(third);
  const fourth = await start('till-restored');
  await fourth.record('Heartbeat', { data: { queued: 3 } });
  await fourth.flush();
  const after = await until('a new epoch', async () => {
    const now = await view('till-restored');
    return now.journal!.epoch > before.journal!.epoch && now;
  });
  expect(after).toMatchObject({ conflicts: 0, openGaps: [] });
  const { items } = await ask<{ items: { name: string; id: string; data: { queued?: number } }[] }>(
    '/v1/terminals/till-restored/timeline?limit=200',
  );
  const beats = items.filter(({ name }) => name === 'Heartbeat');
  expect(new Set(beats.map(({ id }) => id)).size).toBe(beats.length);
  for (const [queued, count] of [
    [0, 20],
    [1, 15],
    [2, 7],
    [3, 1],
  ]) {
    // prettier-ignore
    expect(beats.filter(({ data }) => data.queued === queued)).toHaveLength(count!);
  }
  expect((await alertsOf('till-restored')).filter(({ rule }) => rule === 'R29')).toEqual([]);
}, 120_000);
