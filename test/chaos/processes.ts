import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** The PostgreSQL processes of one folder: its postmaster and everything below that. */
export async function postgresOf(folder: string): Promise<number[]> {
  const all = await processes();
  const found = all.filter(({ command }) => command.includes(`${folder}/`) && /postgres/.test(command));
  const pids = new Set(found.map(({ pid }) => pid));
  for (let size = -1; size !== pids.size;) {
    size = pids.size;
    for (const { pid, parent } of all) if (pids.has(parent)) pids.add(pid);
  }
  pids.delete(process.pid);
  return [...pids];
}

/** SIGKILL, to all of them at once; one that is gone already is fine. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** From /proc where there is one: bare containers have no `ps`. */
async function processes(): Promise<Process[]> {
  if (!existsSync('/proc/self/stat')) return listedByPs();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => fromProc(pid).catch(() => undefined)));
  return found.filter((process) => process !== undefined);
}

async function fromProc(pid: number): Promise<Process> {
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]); // after "pid (name) state"
  return { pid, parent, command };
}

async function listedByPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,args=']);
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, pid, parent, command]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command: command!,
  }));
}
