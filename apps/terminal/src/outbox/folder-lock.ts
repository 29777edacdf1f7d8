import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { TerminalError } from '../agent/terminal-error.js';
import { absent, ownerOnly } from './durable-files.js';

const fileName = 'lock';

/**
 * At most one process uses a folder: its lock names the process, and the lock of one that is gone is taken over. Processes
 * that cannot see each other (two containers) are not kept apart. Throws `outbox-in-use`. Call what it returns to let go.
 */
export function lockFolder(folder: string): Promise<() => Promise<void>> {
  return lock(`${folder}/${fileName}`);
}

async function lock(path: string): Promise<() => Promise<void>> {
  const own = await describe(process.pid);
  if (!(await create(path, own))) await takeOver(path, own);
  return () => rm(path, { force: true });
}

/**
 * The lock of a dead process is removed by whoever holds a second one named after it, so no two do and no fresh lock is
 * removed. Who is killed while taking over leaves that one, which is taken over in the same way.
 */
async function takeOver(path: string, own: string): Promise<void> {
  const holder = await absent(readFile(path, 'utf8'));
  if (holder === undefined) return createOrRefuse(path, own);
  if (await isAlive(holder)) throw new TerminalError('outbox-in-use', `(${pidOf(holder)})`);
  const name = createHash('sha256').update(holder).digest('hex').slice(0, 16);
  const letGo = await lock(`${path}.${name}`);
  try {
    if ((await absent(readFile(path, 'utf8'))) === holder) await rm(path, { force: true });
    await createOrRefuse(path, own);
  } finally {
    await letGo();
  }
}

async function createOrRefuse(path: string, own: string): Promise<void> {
  if (!(await create(path, own))) throw new TerminalError('outbox-in-use');
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
