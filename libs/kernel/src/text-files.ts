import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file as text, or why it is none; `detail` is for people (the limit, or a code such as `EACCES`). */
export type ReadText = { text: string } | { fault: 'too-large' | 'not-utf8' | 'unreadable'; detail?: string };

/** Reads UTF-8 of at most `maxBytes`; of a larger file nothing is read. Never throws. */
export async function readTextFile(path: string, maxBytes: number): Promise<ReadText> {
  try {
    if ((await stat(path)).size > maxBytes) return { fault: 'too-large', detail: String(maxBytes) };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { fault: 'not-utf8' };
    return { fault: 'unreadable', detail: code ?? 'unknown' };
  }
}

/**
 * Paths within a folder, at any depth, of the files whose name fits, links to files included; sorted. What is hidden (a name
 * with a dot in front) is left out: editors and mounted volumes keep second copies there. Throws what the file system throws.
 */
export async function filesWithin(folder: string, name: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => part.startsWith('.')),
    )
    .sort();
}
