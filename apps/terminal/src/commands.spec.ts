import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TerminalEvent } from './journal/terminal-event.js';

/** The two commands as they are built (`npm test` builds first), against a stand-in for the platform. */
const dist = join(import.meta.dirname, '../dist');
const log = [
  'Dec 10 07:00:01 shop-7 sshd[411]: Failed password for root from 203.0.113.7 port 4022 ssh2',
  'Dec 10 07:00:02 shop-7 sshd[411]: Connection closed by 203.0.113.7 [preauth]',
].join('\n');

let folder: string;
let platform: Server;
let url: string;
let received: TerminalEvent[];
let status: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwatch-terminal-'));
  received = [];
  status = 'stored';
  platform = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const events = JSON.parse(body) as TerminalEvent[];
    if (request.headers.authorization === 'Bearer secret') received.push(...events);
    else response.statusCode = 401;
    response.end(JSON.stringify({ results: events.map(({ id }) => ({ id, status })) }));
  });
  await new Promise<void>((listening) => platform.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  platform.closeAllConnections();
  await new Promise((closed) => platform.close(closed));
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(command: 'fleet' | 'import', ...args: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'], LANG: 'C' };
  return new Promise((ended) => {
    execFile(process.execPath, [join(dist, `${command}.js`), ...args], { env }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

function logFile(text: string): string {
  const file = join(folder, 'auth.log');
  writeFileSync(file, text);
  return file;
}

describe('import', () => {
  it('sends the events of a log and says what became of every line', async () => {
    const ended = await run('import', logFile(log), '--year', '2025', '--url', url, '--token', 'secret');
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toContain('2 lines: 1 mapped to 1 events, 1 ignored, 0 not readable.');
    expect(received.map(({ source, subject }) => [source, subject])).toEqual([['/terminals/203.0.113.7', 'root']]);
  });

  it('fails, naming the line, when one cannot be read, unless that is allowed', async () => {
    const file = logFile(`${log}\nwhat is this\n`);
    const strict = await run('import', file, '--year', '2025', '--out', '-');
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('Line 3: ');
    expect(strict.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(await run('import', file, '--year', '2025', '--allow-unmapped')).toMatchObject({ code: 0, stdout: '' });
  });

  it('fails when the platform does not store an event, and says which', async () => {
    status = 'rejected';
    const ended = await run('import', logFile(log), '--year', '2025', '--url', url, '--token', 'secret');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`Not stored as sent: ${received[0]!.id} rejected`);
  });

  it('explains wrong use, and files that are not there', async () => {
    expect(await run('import')).toMatchObject({ code: 2, stderr: 'Failed: Give the file to import.\n' });
    expect((await run('import', logFile(log), '--format', 'telnet')).stderr).toContain('there are openssh');
    expect((await run('import', logFile(log), '--zone', 'Beijing')).code).toBe(2);
    expect((await run('import', join(folder, 'none.log'))).code).toBe(1);
  });
});

describe('fleet', () => {
  it('plays a scenario, prints what it expects, and keeps what it sent', async () => {
    const out = join(folder, 'sent.ndjson');
    const args = ['--url', url, '--token', 'secret', '--scenario', 'credential-sharing', '--seed', '4', '--out', out];
    const ended = await run('fleet', ...args);
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toContain('Expected alert: R9 operator:op-wang-001 × 1');
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    const sent = lines.map((line) => (JSON.parse(line) as { event: TerminalEvent }).event.id);
    expect(sent.sort()).toEqual(received.map(({ id }) => id).sort());
  });

  it('fails when the platform refuses the token, and on wrong use', async () => {
    const refused = await run('fleet', '--url', url, '--token', 'wrong', '--scenario', 'brute-force');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('HTTP 401');
    expect((await run('fleet', '--url', url)).code).toBe(2);
    const lunch = await run('fleet', '--url', url, '--token', 'secret', '--scenario', 'lunch');
    expect(lunch).toMatchObject({ code: 2 });
    expect(lunch.stderr).toContain('There is no scenario lunch');
  });
});
