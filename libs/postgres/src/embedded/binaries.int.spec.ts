import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { silentLog } from '@tillwatch/kernel';
import { chooseAccount } from './account.js';
import { locatePackage, prepareBinaries, programPath } from './binaries.js';
import { repairLinks } from './links.js';
import { run } from './run.js';

let folder: string;
let installed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binaries-'));
  await chmod(folder, 0o755);
  installed = join(folder, 'node_modules', 'package');
  await cp(locatePackage(), installed, { recursive: true, verbatimSymlinks: true });
  await removeLinks(installed);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function removeLinks(packageFolder: string): Promise<void> {
  for (const entry of await readdir(packageFolder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(entry.parentPath, entry.name));
  }
}

it('makes the links a skipped install script left out, once, however many do it at the same time', async () => {
  expect((await run(programPath(installed, 'postgres'), ['--version'], undefined)).code).not.toBe(0);
  const made = await Promise.all([repairLinks(installed), repairLinks(installed), repairLinks(installed)]);
  expect(made.reduce((sum, n) => sum + n)).toBeGreaterThan(0);
  expect(await repairLinks(installed)).toBe(0);
  expect((await run(programPath(installed, 'postgres'), ['--version'], undefined)).code).toBe(0);
});

it('runs a copy when the installed programs are closed to the account, and makes it once', async () => {
  await chmod(dirname(installed), 0o700);
  const account = await chooseAccount(join(folder, 'cluster'));
  const data = join(folder, 'data');
  await mkdir(data);
  const first = await prepareBinaries(data, account, silentLog, installed);
  // Only root runs PostgreSQL as somebody else; everybody else can read what they installed.
  const expected = account ? data : installed;
  expect(first.postgres.startsWith(expected)).toBe(true);
  const made = (await lstat(first.postgres)).ino;
  const second = await prepareBinaries(data, account, silentLog, installed);
  expect((await lstat(second.postgres)).ino).toBe(made);
  expect(second.majorVersion).toBeGreaterThanOrEqual(18);
});

it('names a platform that has no package', () => {
  expect(() => locatePackage('plan9', 'mips')).toThrow('plan9-mips');
});
