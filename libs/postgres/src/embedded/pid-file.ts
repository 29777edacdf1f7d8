import { readIfThere } from './write-once.js';

/** What a postmaster says about itself in postmaster.pid (src/include/utils/pidfile.h). */
export interface Postmaster {
  pid: number;
  /** 0 until it has one. */
  port: number;
  ready: boolean;
}

/** Undefined when there is no such file; `empty` when it holds no pid, as a crash of the machine can leave it. */
export async function readPidFile(file: string): Promise<Postmaster | 'empty' | undefined> {
  const text = await readIfThere(file);
  return text === undefined ? undefined : parsePidFile(text);
}

export function parsePidFile(text: string): Postmaster | 'empty' {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return 'empty';
  return { pid, port: Number(lines[3]) || 0, ready: lines[7] === 'ready' };
}

/** Also true for a process of another user, and for a zombie nobody has waited for. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
