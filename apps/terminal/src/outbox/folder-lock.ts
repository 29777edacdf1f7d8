import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { TerminalError } from '../agent/terminal-error.js';
import { absent, ownerOnly } from './durable-files.js';

const fileName = 'lock';
/** Taking over takes a moment; a process that needs longer died while it did. */
const takeOverMs = 10_000;

/**
 * At most one process uses a folder: its lock names the process, and the lock of one that is gone is taken over. Processes
 * that cannot see each other (two containers) are not kept apart. Throws `outbox-in-use`. Call what it returns to let go.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = `${folder}/${fileName}`;
  const own = await describe(process.pid);
  if (!(await create(path, own))) {
    const holder = await absent(readFile(path, 'utf8'));
    if (holder !== undefined && (await isAlive(holder))) throw new TerminalError('outbox-in-use', `(${pidOf(holder)})`);
    await takeOver(path, own, holder);
  }
  return () => rm(path, { force: true });
}

/** Only whoever made the second file may remove a dead process's lock, so no two do and no fresh lock is removed. */
async function takeOver(path: string, own: string, dead: string | undefined): Promise<void> {
  const guard = `${path}.taking`;
  const since = await absent(stat(guard));
  if (since && Date.now() - since.mtimeMs > takeOverMs) await rm(guard, { force: true });
  if (!(await create(guard, own))) throw new TerminalError('outbox-in-use');
  try {
    const holder = await absent(readFile(path, 'utf8'));
    if (holder === dead) await rm(path, { force: true });
    if (!(await create(path, own))) throw new TerminalError('outbox-in-use');
  } finally {
    await rm(guard, { force: true });
  }
}

/** Under another name first: whoever sees the lock sees whose it is. */
async function create(path: string, content: string): Promise<boolean> {
  const own = `${path}.${process.pid}.${randomUUID()}`;
  await writeFile(own, content, { mode: ownerOnly, flag: 'wx' });
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** The process and, where the system tells, when it started: numbers of processes come again. */
async function describe(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // those after "pid (name) "
  const [state, startedAt] = [fields[0], fields[19]];
  if (state === 'Z') return `${pid} ended`;
  return startedAt === undefined ? `${pid}` : `${pid} ${startedAt}`;
}

async function isAlive(holder: string): Promise<boolean> {
  const pid = pidOf(holder);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await describe(pid);
  // Without a time on either side the number is all there is to go by.
  return now === holder || !(now.includes(' ') && holder.includes(' '));
}

function pidOf(holder: string): number {
  return Number(holder.split(' ')[0]);
}
