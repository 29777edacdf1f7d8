import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@tillwatch/kernel';
import { StartupError } from '../startup-error.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import type { Layout } from './folder.js';
import { isAlive } from './pid-file.js';
import { run } from './run.js';
import { readIfThere, syncFolder, writeOnce } from './write-once.js';

/** Superuser and owner of everything in the embedded server. */
export const OWNER = 'tillwatch_owner';

const PASSWORD_BYTES = 24;
const DRAFT_PREFIX = 'cluster.init-';

/** These four cure a machine without a locale (SQL_ASCII) and one whose locale is not installed (initdb fails). */
const localeFlags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * Makes sure there is a complete cluster and returns the owner's password. initdb works in a folder beside it, which
 * gets its name only when it is complete and durable: a killed initdb leaves files that look usable and are not.
 */
export async function ensureCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account | undefined,
  log: Log,
): Promise<string> {
  if (await exists(layout.cluster)) {
    await checkVersion(layout, binaries);
    const known = await readIfThere(layout.passwordFile);
    if (!known) throw new StartupError('password-lost', { folder: layout.folder, file: layout.passwordFile });
    return known;
  }
  await removeAbandonedDrafts(layout.folder);
  const password = await writeOnce(layout.passwordFile, randomBytes(PASSWORD_BYTES).toString('base64url'));
  const draft = join(layout.folder, `${DRAFT_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await makeCluster(draft, password, binaries, account);
    await rename(draft, layout.cluster).catch(async (error: NodeJS.ErrnoException) => {
      if (!(await exists(layout.cluster))) throw error; // Otherwise another process was first, with the same password.
    });
    await syncFolder(layout.folder);
    log.info({ folder: layout.cluster }, 'database cluster created');
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return password;
}

async function makeCluster(
  draft: string,
  password: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  const passwordFile = `${draft}.password`;
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (account) await Promise.all([draft, passwordFile].map((path) => chown(path, account.uid, account.gid)));
    const login = ['-A', 'scram-sha-256', '-U', OWNER, `--pwfile=${passwordFile}`];
    // initdb itself makes every file durable before it ends.
    const ended = await run(binaries.initdb, ['-D', draft, ...localeFlags, ...login, '--no-instructions'], account);
    if (ended.code !== 0) {
      throw new StartupError('initialization-failed', { folder: draft, reason: ended.output.trim() });
    }
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function checkVersion(layout: Layout, { majorVersion }: Binaries): Promise<void> {
  const found = (await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (found !== String(majorVersion)) {
    throw new StartupError('version-mismatch', { folder: layout.cluster, found, expected: majorVersion });
  }
}

/** Drafts are named after the process that makes them; those of the dead go, passwords with them. */
async function removeAbandonedDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^cluster\.init-(\d+)-/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
