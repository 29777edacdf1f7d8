import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { MAX_FILE_BYTES, refuseFile, type SigmaFile, type SigmaProblem } from '@tillwatch/detection';
import { filesWithin, readTextFile } from '@tillwatch/kernel';
import { sentence, UsageError } from './tell.js';

const codes = { 'too-large': 'file-too-large', 'not-utf8': 'not-utf8', unreadable: 'file-unreadable' } as const;

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
  await existing(name);
  const read = await readTextFile(name, MAX_FILE_BYTES);
  if ('text' in read) return read.text;
  return refuseFile(name, codes[read.fault], read.detail);
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await existing(path)).isDirectory()) return [path];
  const names = await filesWithin(path, /\.ya?ml$/i);
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
