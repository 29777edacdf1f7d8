import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from '../startup-error.js';

/** Whom PostgreSQL runs as; undefined means as ourselves. */
export interface Account {
  uid: number;
  gid: number;
}

/** Accounts that exist for running daemons, best first. We never create one. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, so root runs it as the owner of an existing cluster, or else as a daemon account.
 * Throws `StartupError` when there is none, or when we are not root and the cluster is somebody else's.
 */
export async function chooseAccount(clusterFolder: string): Promise<Account | undefined> {
  const ourUid = process.getuid?.();
  if (ourUid === undefined) return undefined; // Windows
  const cluster = await stat(clusterFolder).catch(() => undefined);
  if (ourUid !== 0) {
    if (!cluster || cluster.uid === ourUid) return undefined;
    throw new StartupError('folder-of-another-user', { folder: clusterFolder, owner: cluster.uid });
  }
  if (cluster && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid };
  return findDaemonAccount(await readFile('/etc/passwd', 'utf8').catch(() => ''));
}

/** `passwd` is the text of /etc/passwd: `name:password:uid:gid:...` a line. */
export function findDaemonAccount(passwd: string): Account {
  const accounts = new Map(passwd.split('\n').map((line) => [line.split(':')[0], line.split(':')]));
  for (const name of CANDIDATES) {
    const [uid, gid] = (accounts.get(name) ?? []).slice(2, 4).map(Number);
    if (uid && gid && uid > 0) return { uid, gid };
  }
  throw new StartupError('account-missing');
}

/** Throws `StartupError` naming the first folder on the way to `folder` that the account may not pass through. */
export async function checkReachable(folder: string, account: Account | undefined): Promise<void> {
  if (!account) return;
  const above = dirname(folder);
  if (above !== folder) await checkReachable(above, account);
  const { mode, uid, gid } = await stat(folder);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  if (((mode >> shift) & 1) === 0) throw new StartupError('folder-unreachable', { folder });
}
