import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AlertView, IntakeAnswer, TerminalView, TimelineEntry } from '@tillwatch/api';
import { generateLoad } from '@tillwatch/terminal';
import { read, readAll, send } from './api.js';
import { authLog } from './auth-log.js';
import { postgresProcesses } from './processes.js';
import {
  cleanUp,
  dataFolder,
  endAll,
  ingestToken,
  pause,
  run,
  settings,
  startProduct,
  type Product,
} from './product.js';

const clean = { code: 0, signal: null };
const readModels = ['operator-state', 'terminal-state', 'timeline', 'alerts', 'minute-counters'];

/** One data folder lives through all of these, as a shop's does. */
let folder: string;

beforeAll(async () => {
  folder = await dataFolder();
});
afterAll(cleanUp);

describe('from start to end', () => {
  afterEach(endAll);

  it('makes tokens at its first start, prints them then, keeps them private, and never prints them again', async () => {
    const unset = { TILLWATCH_ADMIN_TOKEN: '', TILLWATCH_INGEST_TOKEN: '' };
    const first = await startProduct({ folder, env: unset });
    const file = join(folder, 'secrets.json');
    const kept = JSON.parse(await readFile(file, 'utf8')) as { adminToken: string; ingestToken: string };
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(first.output()).toContain(`${first.url}/#token=${kept.adminToken}\n`);
    expect(first.output()).toContain(`: ${kept.ingestToken}\n`);
    await first.stop();

    const second = await startProduct({ folder, env: unset });
    expect(second.output()).toContain(second.url);
    for (const token of [kept.adminToken, kept.ingestToken]) expect(second.output()).not.toContain(token);
    expect((await send(second.url, '[]', kept.ingestToken)).status).not.toBe(401);
    await second.stop();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: answers what it took, keeps nothing else, leaves nothing',
    async (signal) => {
      const product = await startProduct({ folder });
      const load = await underLoad(product, signal);
      expect(await product.stop(signal)).toEqual(clean);
      expect(await postgresProcesses(folder)).toEqual([]);
      await load.ended;
      expect(load.answered.length).toBeGreaterThan(0);

      const again = await startProduct({ folder });
      const stored = await storedIds(again, signal);
      expect(stored).toHaveLength(load.answered.length);
      expect(stored).toEqual(load.answered.sort());
      await again.stop();
    },
  );

  it('ends when it is asked to while it still starts', async () => {
    const fresh = await dataFolder();
    const { child, ended, output } = run('standalone/dist/main', [], settings(fresh));
    while (!existsSync(join(fresh, 'secrets.json'))) await pause(20);
    child.kill('SIGTERM');
    expect(await ended).toEqual(clean);
    expect(output()).toContain('SIGTERM');
    expect(await postgresProcesses(fresh)).toEqual([]);
  });

  it('killed, adopts its PostgreSQL at the next start and has all it acknowledged', async () => {
    const product = await startProduct({ folder });
    const load = await underLoad(product, 'killed');
    expect(await product.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await load.ended;
    expect(await postgresProcesses(folder)).not.toEqual([]);

    const again = await startProduct({ folder });
    expect(again.output()).toContain('adopted');
    expect(await storedIds(again, 'killed')).toEqual(expect.arrayContaining(load.answered));
    expect(await again.stop()).toEqual(clean);
    expect(await postgresProcesses(folder)).toEqual([]);
  });

  it('killed with its PostgreSQL, recovers at the next start and has all it acknowledged', async () => {
    const product = await startProduct({ folder });
    const load = await underLoad(product, 'all-killed');
    product.child.kill('SIGKILL');
    for (const pid of await postgresProcesses(folder)) process.kill(pid, 'SIGKILL');
    await Promise.all([product.ended, load.ended]);

    const again = await startProduct({ folder });
    expect(again.output()).toContain('started');
    expect(await storedIds(again, 'all-killed')).toEqual(expect.arrayContaining(load.answered));
    await again.stop();
  });
});

describe('while it runs', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ folder });
  });
  afterAll(() => product.stop().then(() => undefined));

  it.each([
    ['at its port', (): string => new URL(product.url).port],
    ['at another port', (): string => '0'],
  ])('refuses a second start on its data folder %s, and is not disturbed', async (_, port) => {
    await refused({ ...settings(folder), TILLWATCH_PORT: port() }, 'Another Tillwatch already uses');
    expect(await stillStores(product)).toBe(true);
  });

  it('refuses a second start with other data at its port, and is not disturbed', async () => {
    const other = settings(await dataFolder());
    await refused({ ...other, TILLWATCH_PORT: new URL(product.url).port }, 'The port is taken');
    expect(await postgresProcesses(other['TILLWATCH_DATA']!)).toEqual([]);
    expect(await stillStores(product)).toBe(true);
  });

  it.each(readModels)('rebuilds %s beside the live rows and finds them equal', async (name) => {
    const { ended, output } = run('standalone/dist/rebuild', [name], settings(folder));
    expect(await ended).toEqual(clean);
    expect(output()).toContain('equal, byte for byte');
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
  });

  it('asks which read model when it is given none that there is', async () => {
    const { ended, output } = run('standalone/dist/rebuild', ['nothing'], settings(folder));
    expect(await ended).toEqual({ code: 2, signal: null });
    for (const name of readModels) expect(output()).toContain(name);
  });

  it('takes the log of an OpenSSH server in, and raises what the rules say', async () => {
    const file = join(await dataFolder(), 'auth.log');
    await writeFile(file, authLog);
    const output = await importLog(product, file);
    expect(output).toContain('20 lines: 18 mapped to 18 events, 2 ignored, 0 not readable.');
    expect(output).toContain('18 stored, 0 duplicates, 0 conflicts, 0 rejected');
    const alerts = await readAll<AlertView>(product.url, '/v1/alerts?store=gate');
    expect(alerts.map(({ rule, key }) => `${rule} ${key}`).sort()).toEqual([
      'R1 operator:mallory',
      'R2 terminal:198.51.100.4',
      'R4 operator:mallory',
    ]);
    expect(await importLog(product, file)).toContain('0 stored, 18 duplicates');
  });

  it('takes a real log in without losing a line', async () => {
    if (!existsSync(sampleLog)) {
      console.log('OpenSSH_2k.log is absent (set TILLWATCH_SAMPLE_LOGS to its folder): nothing was imported.');
      return;
    }
    const output = await importLog(product, sampleLog);
    const [, lines, mapped, events, ignored, unmapped] = /(\d+) lines: (\d+) .* (\d+) events, (\d+) .* (\d+) not/
      .exec(output)!
      .map(Number);
    expect({ lines, unmapped, accounted: mapped! + ignored! }).toEqual({ lines: 2_000, unmapped: 0, accounted: 2_000 });
    const terminals = await readAll<TerminalView>(product.url, '/v1/terminals?store=LabSZ');
    const sequences = terminals.map(({ journal }) => journal!.sequence);
    expect(sequences.reduce((sum, sequence) => sum + sequence, 0)).toBe(events);
    const alerts = await readAll<AlertView>(product.url, '/v1/alerts?store=LabSZ');
    // R3: git, ftp, uucp and others get a try or two each. R5: sshd locks nobody, root fails 370 times. The one login follows no failure.
    expect(new Set(alerts.map(({ rule }) => rule))).toEqual(new Set(['R1', 'R2', 'R3', 'R5']));
    expect(alerts.map(({ key }) => key)).toContain('terminal:183.62.140.253');
  });
});

it.each([
  [{ TILLWATCH_PORT: 'http' }, 'TILLWATCH_PORT must be a port number.'],
  [{ TILLWATCH_LOG_LEVEL: 'loud' }, 'TILLWATCH_LOG_LEVEL must be one of debug, info, warn, error.'],
  [{ TILLWATCH_DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' }, 'TILLWATCH_DATABASE_URL'],
])('says what is wrong with %j, in one place and without a stack', async (env, message) => {
  await refused({ ...settings(folder), ...env }, message);
});

/** Starts with these settings, which must end at once, say why, and not by a stack. */
async function refused(env: Record<string, string>, message: string): Promise<void> {
  const { ended, output } = run('standalone/dist/main', [], env);
  expect(await ended).toEqual({ code: 1, signal: null });
  expect(output()).toContain(message);
  expect(output()).not.toMatch(/^\s+at /m);
}

async function stillStores(product: Product): Promise<boolean> {
  const load = sendLoad(product, `again-${Date.now()}`, 1);
  await load.ended;
  return load.answered.length === 100;
}

const sampleLog = join(
  process.env['TILLWATCH_SAMPLE_LOGS'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url)),
  'OpenSSH_2k.log',
);

async function importLog({ url }: Product, file: string): Promise<string> {
  const options = ['--format', 'openssh', '--year', '2025', '--url', url, '--token', ingestToken];
  const { ended, output } = run('terminal/dist/import', [...options, file]);
  expect({ ...(await ended), output: output() }).toMatchObject(clean);
  return output();
}

interface Load {
  /** Ids of the events that were answered as stored. */
  answered: string[];
  ended: Promise<unknown>;
}

const senders = 4;

/** Load that has begun to be answered. */
async function underLoad(product: Product, seed: string): Promise<Load> {
  const load = sendLoad(product, seed);
  for (let tries = 0; load.answered.length < 1_000 && tries < 400; tries++) await pause(25);
  return load;
}

/** Terminals send batch after batch, or `batches` of them in all, until they are not answered with 200 any more. */
function sendLoad({ url }: Product, seed: string, batches = Infinity): Load {
  const answered: string[] = [];
  const load = generateLoad({ terminals: senders, seed, start: Date.UTC(2026, 0, 1) });
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent++ < batches) {
      const { value } = await load.next();
      const answer = await send(url, value.body.toString()).catch(() => undefined);
      if (answer?.status !== 200) return;
      const { results } = answer.body as IntakeAnswer;
      for (const { id, status } of results) if (status === 'stored') answered.push(id);
    }
  };
  return { answered, ended: Promise.all(Array.from({ length: senders }, sender)) };
}

async function storedIds({ url }: Product, seed: string): Promise<string[]> {
  const { items } = await read<{ items: TerminalView[] }>(url, `/v1/terminals?q=load-${seed}-&limit=200`);
  const entries = await Promise.all(items.map(({ id }) => readAll<TimelineEntry>(url, `/v1/terminals/${id}/timeline`)));
  return entries
    .flat()
    .map(({ id }) => id)
    .sort();
}
