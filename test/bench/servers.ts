import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connect, launchEmbedded } from '@tillwatch/postgres';

const program = fileURLToPath(new URL('../../apps/standalone/dist/main.js', import.meta.url));
const stopMs = 20_000;
/** Dropping a database writes its pages away first. */
const statementMs = 120_000;

export interface Standalone {
  url: string;
  adminToken: string;
  ingestToken: string;
  stop(): Promise<void>;
}

export interface Servers {
  /** A fresh, empty database of the one server; returns its url as the owner, who is a superuser. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** The product in a process of its own on that database. */
  startStandalone(databaseUrl: string): Promise<Standalone>;
  /** Ends whatever runs and removes every file. */
  stop(): Promise<void>;
}

export interface ServersOptions {
  /** Folder for a CPU profile of each standalone process, written when it ends. */
  profileFolder?: string;
}

/** A PostgreSQL as the product starts it, in a temporary folder. */
export async function startServers({ profileFolder }: ServersOptions): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'tillwatch-bench-'));
  await chmod(folder, 0o711); // started by root, PostgreSQL runs as another account and has to get through
  const log = { debug() {}, info() {}, warn: toStandardError, error: toStandardError };
  const server = await launchEmbedded({ folder: join(folder, 'postgres'), log });
  const running = new Set<Standalone>();
  const onServer = async (statement: string): Promise<void> => {
    const database = connect({ url: server.url, maxConnections: 1, timeouts: { statementMs } });
    await database.query(statement).finally(() => database.close());
  };
  const stopAll = async (): Promise<void> => {
    await Promise.allSettled([...running].map((standalone) => standalone.stop()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let stopped: Promise<void> | undefined;
  return {
    async createDatabase(name) {
      await onServer(`CREATE DATABASE ${name} TEMPLATE template0`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    dropDatabase: (name) => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    async startStandalone(databaseUrl) {
      const data = await mkdtemp(join(folder, 'data-'));
      const standalone = await startStandalone({ databaseUrl, data, profileFolder });
      running.add(standalone);
      return { ...standalone, stop: () => standalone.stop().finally(() => running.delete(standalone)) };
    },
    stop: () => (stopped ??= stopAll()),
  };
}

interface StandaloneOptions extends ServersOptions {
  databaseUrl: string;
  data: string;
}

async function startStandalone({ databaseUrl, data, profileFolder }: StandaloneOptions): Promise<Standalone> {
  const adminToken = randomBytes(24).toString('base64url');
  const ingestToken = randomBytes(24).toString('base64url');
  const profiling = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : [];
  // As `npm start` runs it.
  const nodeOptions = ['--enable-source-maps', '--max-semi-space-size=64'];
  const child = spawn(process.execPath, [...profiling, ...nodeOptions, program], {
    env: {
      ...process.env,
      TILLWATCH_DATABASE_URL: databaseUrl,
      TILLWATCH_DATA: data,
      TILLWATCH_PORT: '0',
      TILLWATCH_ADMIN_TOKEN: adminToken,
      TILLWATCH_INGEST_TOKEN: ingestToken,
      TILLWATCH_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= end(child));
  try {
    return { url: await addressOf(child), adminToken, ingestToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the product prints when it is ready. */
async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) {
    const address = /answers at (http:\S+)/.exec(line)?.[1];
    if (!address) continue;
    child.stdout!.resume(); // the rest is read and dropped, so that it never waits for a full pipe
    return address;
  }
  throw new Error('The standalone process ended before it was ready; standard error says why.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(timer);
}

function toStandardError(fields: object, message: string): void {
  console.error(message, fields);
}
