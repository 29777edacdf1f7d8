import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@tillwatch/kernel';
import { StartupError } from '../startup-error.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { explainFailure, type StartFailure } from './failure.js';
import type { Layout } from './folder.js';
import { readPidFile, type Postmaster } from './pid-file.js';
import { choosePort } from './port.js';
import { findServer } from './probe.js';
import { programEnvironment } from './run.js';
import { openServerLog, readServerLog, sizeOf } from './server-log.js';
import { serverArguments } from './server-settings.js';

const RETRY_PAUSE_MS = 200;
const READY_POLL_MS = 20;
/** Recovery after a crash reads at most `max_wal_size` of log; minutes on a slow disk. */
const READY_MS = 300_000;

export interface StartOptions {
  layout: Layout;
  binaries: Binaries;
  account: Account | undefined;
  password: string;
  /** How long to try again while something may still be going away. */
  retryMs: number;
  log: Log;
}

/** Starts a postmaster, or finds the one that another process started first. Throws `StartupError`. */
export async function startServer(options: StartOptions): Promise<Postmaster & { adopted: boolean }> {
  const { layout, password, retryMs, log } = options;
  const deadline = Date.now() + retryMs;
  for (;;) {
    const logStart = await sizeOf(layout.serverLog);
    const started = await startOnce(options);
    if (started) return { ...started, adopted: false };
    const failure = explainFailure(await readServerLog(layout.serverLog, logStart));
    const other = await findServer(layout, password);
    if (other) return { ...other, adopted: true };
    if (failure.kind === 'other' || Date.now() > deadline) throw await describe(failure, layout);
    log.warn({ ...failure }, 'PostgreSQL did not start; trying again');
    await sleep(RETRY_PAUSE_MS);
  }
}

/** Undefined when the postmaster ended before it was ready. In a session of its own: Ctrl-C is for us, not for it. */
async function startOnce({ layout, binaries, account, password }: StartOptions): Promise<Postmaster | undefined> {
  const output = await openServerLog(layout.serverLog);
  const child = spawn(binaries.postgres, serverArguments(layout.cluster, await choosePort(layout.portFile)), {
    ...account,
    env: programEnvironment(),
    cwd: '/',
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true)); // Not executable any more: nothing is printed.
  child.unref();
  await Promise.race([once(child, 'spawn'), once(child, 'error')]).finally(() => output.close());
  const deadline = Date.now() + READY_MS;
  while (!ended && Date.now() < deadline) {
    const server = await findServer(layout, password);
    if (server && server.pid === child.pid) return server;
    await sleep(READY_POLL_MS);
  }
  return undefined;
}

async function describe(failure: StartFailure, layout: Layout): Promise<StartupError> {
  const [folder, file] = [layout.cluster, layout.pidFile];
  if (failure.kind === 'held') {
    const holder = await readPidFile(file);
    return new StartupError('already-running', { folder, file, pid: holder && holder !== 'empty' ? holder.pid : '?' });
  }
  if (failure.kind === 'memory-held') return new StartupError('old-processes', { folder });
  if (failure.kind === 'pid-file-empty') return new StartupError('pid-file-empty', { folder, file });
  const reason = failure.kind === 'other' ? failure.reason : 'no port could be opened on the loopback interface';
  return new StartupError('start-failed', { reason, file: layout.serverLog });
}
