import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@tillwatch/kernel';
import { locatePackage, programPath } from './binaries.js';
import { isAlive, readPidFile } from './pid-file.js';
import { run } from './run.js';

/** Fast shutdown: sessions end, a checkpoint is written. */
const FAST_MS = 30_000;
/** Immediate shutdown: recovery on the next start. */
const IMMEDIATE_MS = 5_000;
const POLL_MS = 20;

/**
 * Ends the postmaster of this cluster if it is still `pid`. Never SIGKILL: its backends would go on without it and keep
 * the next start from getting the cluster.
 */
export async function stopServer(pidFile: string, pid: number, log: Log): Promise<void> {
  if (await endsAfter('INT', FAST_MS, pidFile, pid)) return;
  log.warn({ pid }, 'PostgreSQL did not shut down in time; stopping it at once');
  if (await endsAfter('QUIT', IMMEDIATE_MS, pidFile, pid)) return;
  log.error({ pid }, 'PostgreSQL does not end; stop this process by hand');
}

async function endsAfter(signal: 'INT' | 'QUIT', waitMs: number, pidFile: string, pid: number): Promise<boolean> {
  if (await hasEnded(pidFile, pid)) return true;
  await send(signal, pid);
  for (const deadline = Date.now() + waitMs; Date.now() < deadline;) {
    if (await hasEnded(pidFile, pid)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Removing its pid file is the last thing a postmaster does; without it, the number may be another process by now. */
async function hasEnded(pidFile: string, pid: number): Promise<boolean> {
  const postmaster = await readPidFile(pidFile);
  return postmaster === undefined || postmaster === 'empty' || postmaster.pid !== pid || !isAlive(pid);
}

/** Windows has no signals; pg_ctl knows what PostgreSQL has there instead. */
async function send(signal: 'INT' | 'QUIT', pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await run(programPath(locatePackage(), 'pg_ctl'), ['kill', signal, String(pid)], undefined);
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
