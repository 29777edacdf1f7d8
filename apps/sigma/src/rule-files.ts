import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FILE_BYTES, refuseFile, type SigmaFile, type SigmaProblem } from '@tillwatch/detection';
import { sentence, UsageError } from './tell.js';

export interface RuleFiles {
  files: SigmaFile[];
  problems: SigmaProblem[];
}

/** The files at these paths: themselves, or every `.yml` and `.yaml` in them, in order of their names. */
export async function readRuleFiles(paths: readonly string[]): Promise<RuleFiles> {
  const read: RuleFiles = { files: [], problems: [] };
  for (const path of paths) {
    for (const name of await filesAt(path)) {
      const file = await readText(name);
      if (typeof file === 'string') read.files.push({ name, text: file });
      else read.problems.push(file);
    }
  }
  return read;
}

/** The text of a file, or why it is none. Of a file that is too large, nothing is read. */
export async function readText(name: string): Promise<string | SigmaProblem> {
  if ((await existing(name)).size > MAX_FILE_BYTES) return refuseFile(name, 'file-too-large', String(MAX_FILE_BYTES));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(name));
  } catch (error) {
    if (error instanceof TypeError) return refuseFile(name, 'not-utf8');
    throw error;
  }
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await existing(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (!names.length) throw new UsageError(sentence('noRuleFiles', { path }));
  return names;
}

async function existing(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch {
    throw new UsageError(sentence('notFound', { path }));
  }
}
