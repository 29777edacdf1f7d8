import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every process of the PostgreSQL in a data folder, its postmaster first: they all work in its cluster folder. Where the
 * system does not tell a process's folder (only Linux does), at most the postmaster, which its pid file names.
 */
export async function postgresProcesses(folder: string): Promise<number[]> {
  const cluster = join(folder, 'postgres', 'cluster');
  const postmaster = await postmasterOf(cluster);
  const others = process.platform === 'linux' ? await processesIn(cluster) : [];
  return [...new Set([...(postmaster === undefined ? [] : [postmaster]), ...others])];
}

async function postmasterOf(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 && isAlive(pid) ? pid : undefined;
}

async function processesIn(cluster: string): Promise<number[]> {
  const found = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster ? Number(pid) : 0)),
  );
  return found.filter((pid) => pid > 0).sort((one, other) => one - other);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
