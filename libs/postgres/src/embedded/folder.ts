import { chmod, mkdir, realpath, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../startup-error.js';
import { checkReachable, chooseAccount, type Account } from './account.js';

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

/** Creates the folder; throws `StartupError` when the account PostgreSQL runs as cannot get there. */
export async function prepareFolder(wanted: string): Promise<{ layout: Layout; account: Account | undefined }> {
  await mkdir(wanted, { recursive: true });
  const layout = layoutOf(await realpath(wanted));
  const account = await chooseAccount(layout.cluster);
  if (account) await chmod(layout.folder, 0o711); // It passes through; only root lists and reads.
  await checkReachable(layout.folder, account);
  return { layout, account };
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
