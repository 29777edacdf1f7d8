import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect as connectSocket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '@tillwatch/kernel';
import { connect } from '../connect.js';
import type { Database } from '../database.js';
import type { StartupError } from '../startup-error.js';
import { layoutOf } from './folder.js';
import { launchEmbedded, type EmbeddedServer } from './launch.js';
import { isAlive, readPidFile } from './pid-file.js';

const RETRY_MS = 5_000;
const SHORT_RETRY_MS = 300;

/** Most tests share one cluster, because initdb takes a second; those about its beginning take a fresh folder. */
let sharedFolder: string;
let folder: string;
const freshFolders: string[] = [];
let running: EmbeddedServer | undefined;

beforeAll(async () => {
  sharedFolder = await useFreshFolder();
});

beforeEach(() => {
  folder = sharedFolder;
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

afterAll(() => Promise.all(freshFolders.map((path) => rm(path, { recursive: true, force: true }))));

async function useFreshFolder(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'embedded-'));
  freshFolders.push(folder);
  return folder;
}

async function launch(retryMs = RETRY_MS): Promise<EmbeddedServer> {
  running = await launchEmbedded({ folder, log: silentLog, retryMs });
  return running;
}

const refusalOf = (retryMs: number): Promise<StartupError> =>
  launch(retryMs).then(
    () => Promise.reject(new Error('It should have refused.')),
    (error: StartupError) => error,
  );

async function withDatabase<T>(server: EmbeddedServer, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect({ url: server.url });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

async function postmasterPid(): Promise<number> {
  const found = await readPidFile(layoutOf(folder).pidFile);
  if (!found || found === 'empty') throw new Error('No server is running.');
  return found.pid;
}

/** Kills it as the kernel would and waits until it is gone. */
async function crash(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(5);
}

describe('a fresh server', () => {
  it('holds Chinese text in UTF-8, compares by code point, is durable, and is reached over loopback only', async () => {
    const server = await launch();
    expect(server.adopted).toBe(false);
    await withDatabase(server, async (db) => {
      expect(await db.query(`SELECT length('收银员') AS n, upper('é') AS upper, 'Z' < 'a' AS by_code_point`)).toEqual([
        { n: 3, upper: 'É', by_code_point: true },
      ]);
      const names = ['server_encoding', 'fsync', 'synchronous_commit', 'data_checksums', 'listen_addresses'];
      expect(await db.query('SELECT current_setting(n) AS value FROM unnest($1::text[]) AS n', [names])).toEqual(
        ['UTF8', 'on', 'on', 'on', '127.0.0.1'].map((value) => ({ value })),
      );
      expect(await db.query(`SELECT current_setting('unix_socket_directories') AS value`)).toEqual([{ value: '' }]);
    });
    const elsewhere = connectSocket(Number(new URL(server.url).port), '127.0.0.2');
    const reached = await new Promise((resolve) =>
      elsewhere.on('connect', () => resolve(true)).on('error', () => resolve(false)),
    );
    expect(reached).toBe(false);
  });

  it('lets nobody in without the password, which only we can read', async () => {
    const server = await launch();
    expect((await stat(layoutOf(folder).passwordFile)).mode & 0o777).toBe(0o600);
    const stranger = connect({ url: server.url.replace(/:[^:@]+@/, ':guess@') });
    await expect(stranger.query('SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await stranger.close();
  });

  it('leaves no process behind when stopped, and starts again on the same port with its data', async () => {
    const first = await launch();
    const pids = await withDatabase(first, async (db) => {
      await db.query('CREATE TABLE kept AS SELECT 1 AS n');
      return db.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
    });
    pids.push({ pid: await postmasterPid() });
    await first.stop();
    await sleep(50);
    expect(pids.filter(({ pid }) => isAlive(pid))).toEqual([]);
    const second = await launch();
    expect(second.url).toBe(first.url);
    await withDatabase(second, async (db) => expect(await db.query('SELECT n FROM kept')).toEqual([{ n: 1 }]));
  });
});

describe('a second launcher', () => {
  it('adopts the server that runs, and can stop it', async () => {
    const first = await launch();
    const second = await launch();
    expect(second).toMatchObject({ url: first.url, adopted: true });
    const pid = await postmasterPid();
    await second.stop();
    await sleep(50);
    expect(isAlive(pid)).toBe(false);
    await first.stop();
  });

  it('shares the server when both begin with nothing at the same moment', async () => {
    await useFreshFolder();
    const both = await Promise.all([launch(), launch()]);
    expect(both[0].url).toBe(both[1].url);
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    expect((await readdir(folder)).sort()).toEqual(['cluster', 'password', 'port', 'server.log']);
  });
});

describe('after a crash', () => {
  it('starts again with everything that was committed', async () => {
    const first = await launch();
    await withDatabase(first, (db) => db.query('CREATE TABLE survivor AS SELECT 1 AS n'));
    await crash(await postmasterPid());
    const second = await launch();
    expect(second.adopted).toBe(false);
    await withDatabase(second, async (db) => expect(await db.query('SELECT n FROM survivor')).toEqual([{ n: 1 }]));
  });

  it('starts over when the initialization was killed half way', async () => {
    await useFreshFolder();
    const draft = join(folder, 'cluster.init-4194305-dead');
    await mkdir(join(draft, 'base'), { recursive: true });
    await writeFile(join(draft, 'PG_VERSION'), '18\n');
    await writeFile(`${draft}.password`, 'left behind');
    await launch();
    expect((await readdir(folder)).filter((name) => name.startsWith('cluster'))).toEqual(['cluster']);
  });

  it('takes another port when somebody has its own', async () => {
    const first = await launch();
    await first.stop();
    const port = Number(new URL(first.url).port);
    const squatter = createServer().listen(port, '127.0.0.1').unref();
    const second = await launch();
    expect(Number(new URL(second.url).port)).not.toBe(port);
    squatter.close();
  });
});

describe('a pid file left behind', () => {
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    await (await launch()).stop();
  });

  afterEach(() => void child?.kill('SIGKILL'));

  /** Owned like the cluster, as the postmaster would have left it. */
  async function writePidFile(text: string): Promise<void> {
    const { cluster, pidFile } = layoutOf(folder);
    const { uid, gid } = await stat(cluster);
    await writeFile(pidFile, text);
    await chown(pidFile, uid, gid);
  }

  /** PostgreSQL ignores processes of other users. */
  async function spawnAsOwner(seconds: number): Promise<number> {
    const { uid, gid } = await stat(layoutOf(folder).cluster);
    child = spawn('sleep', [String(seconds)], { uid, gid });
    await new Promise((resolve) => child?.once('spawn', resolve));
    return child.pid ?? 0;
  }

  it('is no obstacle when its process is dead', async () => {
    await writePidFile('4194305\n');
    await launch();
  });

  it('is waited for while its process lives', async () => {
    await writePidFile(`${await spawnAsOwner(0.5)}\n`);
    await launch();
  });

  it('is reported with its process when that stays', async () => {
    const pid = await spawnAsOwner(60);
    await writePidFile(`${pid}\n`);
    const refusal = await refusalOf(SHORT_RETRY_MS);
    expect(refusal.code).toBe('already-running');
    expect([refusal.message, refusal.zh].every((text) => text.includes(String(pid)))).toBe(true);
  });

  it('is reported, never deleted, when it is empty', async () => {
    await writePidFile('');
    expect((await refusalOf(SHORT_RETRY_MS)).code).toBe('pid-file-empty');
    const { pidFile } = layoutOf(folder);
    expect(await readFile(pidFile, 'utf8')).toBe('');
    await rm(pidFile);
    await launch();
  });
});

describe('a cluster a person must repair', () => {
  it('is one without its password, or of another version', async () => {
    await (await launch()).stop();
    const { passwordFile, cluster } = layoutOf(folder);
    await rename(passwordFile, `${passwordFile}.lost`);
    expect((await refusalOf(SHORT_RETRY_MS)).code).toBe('password-lost');
    await rename(`${passwordFile}.lost`, passwordFile);
    await writeFile(join(cluster, 'PG_VERSION'), '9\n');
    const refusal = await refusalOf(SHORT_RETRY_MS);
    expect(refusal).toMatchObject({ code: 'version-mismatch', message: expect.stringContaining('PostgreSQL 9') });
  });
});
