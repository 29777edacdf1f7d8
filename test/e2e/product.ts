import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killAll } from '../chaos/processes.js';
import { postgresProcesses } from './processes.js';

export const adminToken = 'e2e-administrator-token';
export const ingestToken = 'e2e-ingest-token';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program of ours that runs: what it printed so far, and how it ended. */
export interface Command {
  child: ChildProcess;
  output(): string;
  ended: Promise<Exit>;
}

export interface Product extends Command {
  url: string;
  folder: string;
  /** Asks it to end and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

export interface StartOptions {
  folder: string;
  args?: readonly string[];
  env?: Record<string, string>;
}

const readyMs = 60_000;

const commands = new Set<Command>();
const folders = new Set<string>();

/** Runs `apps/<program>.js` with the caller's environment, but none of its settings of ours. */
export function run(program: string, args: readonly string[], env: Record<string, string> = {}): Command {
  const file = fileURLToPath(new URL(`../../apps/${program}.js`, import.meta.url));
  const inherited = Object.entries(process.env).filter(([name]) => !/^TILLWATCH_|^(LC_|LANG)/.test(name));
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Exit);
  const command = { child, output: () => text, ended };
  commands.add(command);
  return command;
}

/** A fresh data folder, which the account PostgreSQL runs as may pass through. Removed by `cleanUp`. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillwatch-e2e-'));
  await chmod(folder, 0o711);
  folders.add(folder);
  return folder;
}

/** The settings every start of a test has unless it says otherwise. */
export function settings(folder: string): Record<string, string> {
  return {
    TILLWATCH_DATA: folder,
    TILLWATCH_PORT: '0',
    TILLWATCH_ADMIN_TOKEN: adminToken,
    TILLWATCH_INGEST_TOKEN: ingestToken,
    TILLWATCH_SECRET: 'e2e-secret',
    TILLWATCH_LOG_LEVEL: 'warn',
  };
}

/** Starts the whole product and waits for the line that says where it answers. Throws with its output when it ends first. */
export async function startProduct({ folder, args = [], env = {} }: StartOptions): Promise<Product> {
  const command = run('standalone/dist/main', args, { ...settings(folder), ...env });
  const url = await printed(command, /Tillwatch answers at (\S+)/, readyMs);
  return {
    ...command,
    url: url[1]!,
    folder,
    stop(signal = 'SIGTERM') {
      command.child.kill(signal);
      return command.ended;
    },
  };
}

/** Waits until the output has `pattern`. Throws with the output when the command ends or the time is over before. */
export async function printed({ output, ended }: Command, pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
  let over = false;
  void ended.then(() => (over = true));
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(50)) {
    const wasOver = over;
    const match = pattern.exec(output());
    if (match) return match;
    if (wasOver) break;
  }
  throw new Error(`${over ? 'Ended' : 'Still running'} without ${pattern}:\n${output()}`);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Ends what a test left running, however it failed. */
export async function endAll(): Promise<void> {
  for (const { child, ended } of commands) {
    child.kill('SIGKILL');
    await ended;
  }
  commands.clear();
}

/** The same, and removes the data folders. */
export async function cleanUp(): Promise<void> {
  await endAll();
  for (const folder of folders) {
    killAll(await postgresProcesses(folder));
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
