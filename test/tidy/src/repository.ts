import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What git tracks or would track, relative to the root; outside a checkout (a source archive) the tests say so. */
export const files: readonly string[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);

export const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

export const sources: readonly string[] = files.filter((path) => /^(apps|libs)\/[^/]+\/src\/.*\.tsx?$/.test(path));

export const isTest = (path: string): boolean => /\.(spec|contract|fixture)\.tsx?$/.test(path);
