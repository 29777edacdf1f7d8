import { lstat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readIfThere } from './write-once.js';

/** One line of pg-symlinks.json: `target` is a link to `source`, both relative to the package. */
interface Link {
  source: string;
  target: string;
}

/**
 * npm packages cannot hold symbolic links, so an install script makes those of the shared libraries; where install
 * scripts are skipped, we do. Returns how many were missing. Any number of processes may do this at once.
 * Throws what the file system throws when the package cannot be written to.
 */
export async function repairLinks(packageFolder: string): Promise<number> {
  let made = 0;
  for (const { source, target } of await readLinks(packageFolder)) {
    const path = join(packageFolder, target);
    if (await lstat(path).catch(() => undefined)) continue;
    try {
      await symlink(relative(dirname(target), source), path);
      made++;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return made;
}

/** Packages without links (Windows) have no list. */
async function readLinks(packageFolder: string): Promise<Link[]> {
  return JSON.parse((await readIfThere(join(packageFolder, 'native', 'pg-symlinks.json'))) ?? '[]') as Link[];
}
