import { open, rename, rm } from 'node:fs/promises';

/** Nobody but the terminal's own account reads what it keeps. */
export const ownerOnly = 0o600;

/** Until the names in a folder are on disk, a new file is not either. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a file in place whole: whoever reads it, after a crash too, finds the old or the new one. */
export async function replaceFile(folder: string, name: string, content: string | Buffer, sync = true): Promise<void> {
  const path = `${folder}/${name}`;
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  const handle = await open(temporary, 'wx', ownerOnly);
  try {
    await handle.writeFile(content);
    if (sync) await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  if (sync) await syncFolder(folder);
}

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The disk, or what of it is ours, is full. */
export function isNoRoom(error: unknown): boolean {
  return noRoom.has((error as NodeJS.ErrnoException).code ?? '');
}

/** `undefined` when there is none. */
export async function absent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
