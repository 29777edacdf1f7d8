import { spawn } from 'node:child_process';
import type { Account } from './account.js';

const MAX_OUTPUT_CHARACTERS = 8_000;
/** initdb takes half a second; on a slow disk it may take a hundred times that. */
const RUN_MS = 120_000;

/** `code` is null when the program could not be started or was ended by a signal. */
export interface Ended {
  code: number | null;
  /** Both streams, the first 8,000 characters. */
  output: string;
}

/** Nothing of ours is passed on: tokens and PG* variables stay out, and messages come in English. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** Runs a program to its end as the account. Never throws: what went wrong is in `output`. */
export function run(program: string, args: readonly string[], account: Account | undefined): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account,
      env: programEnvironment(),
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: RUN_MS,
    });
    let output = '';
    const keep = (text: string) => (output = (output + text).slice(0, MAX_OUTPUT_CHARACTERS));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
