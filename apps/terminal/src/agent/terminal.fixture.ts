import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal } from './open-terminal.js';
import { PlatformFixture } from './platform.fixture.js';
import type { Terminal, TerminalOptions } from './terminal.js';

const folders: string[] = [];
const terminals: Terminal[] = [];
const platforms: PlatformFixture[] = [];
const deferred: (() => unknown)[] = [];

/** Done after terminals are closed and before folders are removed. */
export function defer(action: () => unknown): void {
  deferred.push(action);
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillwatch-agent-'));
  folders.push(folder);
  return folder;
}

export function copyOf(folder: string): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export async function newPlatform(): Promise<PlatformFixture> {
  const platform = await PlatformFixture.start();
  platforms.push(platform);
  return platform;
}

/** Small, quick to try again, without heartbeats; what `options` says otherwise. */
export async function open(folder: string, options: Partial<TerminalOptions> = {}): Promise<Terminal> {
  const terminal = await openTerminal({
    folder,
    terminalId: 'till-1',
    storeId: 'store-1',
    token: 'secret',
    heartbeatMs: 0,
    limitBytes: 4 * 1024 * 1024,
    longestWaitMs: 50,
    ...options,
  });
  terminals.push(terminal);
  return terminal;
}

export function openAt(
  { url }: PlatformFixture,
  folder: string,
  options: Partial<TerminalOptions> = {},
): Promise<Terminal> {
  return open(folder, { url, ...options });
}

/** Records so many failed logins, all at once; their operators are named by `name` and a number from 1. */
export async function recordMany(terminal: Terminal, count: number, name = 'op'): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      terminal.recordFailedLogin({ operatorId: `${name}-${index + 1}`, reason: 'invalid-password' }),
    ),
  );
}

/** Until `condition` holds; fails after half a minute. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !condition(); await new Promise((soon) => setTimeout(soon, 5))) {
    if (Date.now() > deadline) throw new Error('It did not come to pass.');
  }
}

export async function cleanUp(): Promise<void> {
  await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
  await Promise.all(platforms.splice(0).map((platform) => platform.stop()));
  for (const action of deferred.splice(0)) await action();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
