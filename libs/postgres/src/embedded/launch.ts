import type { Log } from '@tillwatch/kernel';
import { connect } from '../connect.js';
import { isDatabaseError } from '../errors.js';
import type { Account } from './account.js';
import { prepareBinaries } from './binaries.js';
import { checkDiskSpace, prepareFolder, type Layout } from './folder.js';
import { ensureCluster } from './initialize.js';
import type { Postmaster } from './pid-file.js';
import { findServer, ownerUrl } from './probe.js';
import { capServerLog } from './server-log.js';
import { startServer } from './start.js';
import { stopServer } from './stop.js';
import { readIfThere } from './write-once.js';

export interface EmbeddedOptions {
  /** Everything of this server is in it; created when missing. */
  folder: string;
  log: Log;
  /** How long to try again while an old process may still be ending. Default 10 s. */
  retryMs?: number;
}

export interface EmbeddedServer {
  /** Of the owner, a superuser, on the database `tillwatch`. */
  url: string;
  /** The server ran already: it outlives a killed parent on purpose, so that nothing has to recover. */
  adopted: boolean;
  /** Ends the server, also an adopted one. Close all pools first: sessions are ended. */
  stop(): Promise<void>;
}

const RETRY_MS = 10_000;
const DATABASE = 'tillwatch';
/** "Already exists", in the two forms in which concurrent creators meet it. */
const ALREADY_EXISTS = ['42P04', '23505'];

/** A PostgreSQL on the loopback interface, adopted or started. Throws `StartupError` when a person must act. */
export async function launchEmbedded({ folder, log, retryMs = RETRY_MS }: EmbeddedOptions): Promise<EmbeddedServer> {
  const { layout, account } = await prepareFolder(folder, log);
  const { server, password, adopted } = (await adopt(layout)) ?? (await start(layout, account, retryMs, log));
  const stopCapping = capServerLog(layout.serverLog);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopCapping();
    return (stopped ??= stopServer(layout.pidFile, server.pid, log));
  };
  try {
    await createDatabase(ownerUrl(server.port, password, 'postgres'));
  } catch (error) {
    if (!adopted) await stop();
    throw error;
  }
  log.info({ pid: server.pid, port: server.port, adopted }, 'embedded PostgreSQL is ready');
  return { url: ownerUrl(server.port, password, DATABASE), adopted, stop };
}

interface Running {
  server: Postmaster;
  password: string;
  adopted: boolean;
}

async function adopt(layout: Layout): Promise<Running | undefined> {
  const password = await readIfThere(layout.passwordFile);
  const server = password && (await findServer(layout, password));
  return server ? { server, password, adopted: true } : undefined;
}

async function start(layout: Layout, account: Account | undefined, retryMs: number, log: Log): Promise<Running> {
  await checkDiskSpace(layout.folder);
  const binaries = await prepareBinaries(layout.folder, account, log);
  const password = await ensureCluster(layout, binaries, account, log);
  const { adopted, ...server } = await startServer({ layout, binaries, account, password, retryMs, log });
  return { server, password, adopted };
}

async function createDatabase(url: string): Promise<void> {
  const server = connect({ url, maxConnections: 1, applicationName: 'tillwatch-launcher' });
  try {
    const found = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.length === 0) await server.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if (!isDatabaseError(error) || !ALREADY_EXISTS.includes(error.code)) throw error;
  } finally {
    await server.close();
  }
}
