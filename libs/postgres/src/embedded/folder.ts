import { chmod, mkdir, mkdtemp, readdir, realpath, rmdir, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '@tillwatch/kernel';
import { StartupError } from '../startup-error.js';
import { checkReachable, chooseAccount, type Account } from './account.js';
import { readIfThere, writeOnce } from './write-once.js';

/** Everything of one embedded PostgreSQL is in one folder. */
export interface Layout {
  folder: string;
  /** PostgreSQL's own data directory; exists only when it was created completely. */
  cluster: string;
  pidFile: string;
  passwordFile: string;
  portFile: string;
  serverLog: string;
}

/** Below this PostgreSQL may meet a full disk while it recovers, and end for good until somebody makes room. */
const MIN_FREE_MB = 256;
const MB = 1024 * 1024;

/** Root's own folders are closed to others; there, this file in the wanted folder says where the database is instead. */
const LOCATION_FILE = 'location';
const OUTSIDE_PREFIX = '/var/lib/tillwatch-';

/** Creates the folder; throws `StartupError` when the account PostgreSQL runs as cannot get to any. */
export async function prepareFolder(
  wanted: string,
  log: Log,
): Promise<{ layout: Layout; account: Account | undefined }> {
  await mkdir(wanted, { recursive: true });
  const folder = await realpath(wanted);
  const outside = await readIfThere(join(folder, LOCATION_FILE));
  const layout = layoutOf(outside ?? folder);
  const account = await chooseAccount(layout.cluster);
  if (account) await chmod(layout.folder, 0o711); // It passes through; only root lists and reads.
  try {
    await checkReachable(layout.folder, account);
  } catch (error) {
    if (outside !== undefined || (await readdir(folder)).includes(basename(layout.cluster))) throw error;
    await moveOutside(folder, error, log);
    return prepareFolder(wanted, log);
  }
  return { layout, account };
}

async function moveOutside(folder: string, reason: unknown, log: Log): Promise<void> {
  const made = await mkdtemp(OUTSIDE_PREFIX).catch(() => Promise.reject(reason));
  const chosen = await writeOnce(join(folder, LOCATION_FILE), made);
  if (chosen !== made) await rmdir(made); // Another process was first.
  log.warn({ folder, database: chosen }, 'PostgreSQL may not run as root and cannot enter the data folder');
}

export async function checkDiskSpace(folder: string, neededMb = MIN_FREE_MB): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / MB);
  if (freeMb < neededMb) throw new StartupError('disk-full', { folder, freeMb, neededMb });
}

export function layoutOf(folder: string): Layout {
  const cluster = join(folder, 'cluster');
  return {
    folder,
    cluster,
    pidFile: join(cluster, 'postmaster.pid'),
    passwordFile: join(folder, 'password'),
    portFile: join(folder, 'port'),
    serverLog: join(folder, 'server.log'),
  };
}
