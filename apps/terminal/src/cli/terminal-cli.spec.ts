import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanUp, eventually, newFolder, newPlatform } from '../agent/terminal.fixture.js';
import type { PlatformFixture } from '../agent/platform.fixture.js';

afterEach(cleanUp);

/** As it is built (`npm test` builds first). */
const program = join(import.meta.dirname, '../../dist/terminal.js');

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const own = { PATH: process.env['PATH'], LANG: 'C', ...env };
  return new Promise((ended) => {
    execFile(process.execPath, [program, ...args], { env: own }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

const variables = (folder: string, platform?: PlatformFixture): Record<string, string> => ({
  TILLWATCH_TERMINAL_FOLDER: folder,
  TILLWATCH_TERMINAL_ID: 'till-1',
  TILLWATCH_TERMINAL_STORE: 'store-1',
  ...(platform && { TILLWATCH_TERMINAL_URL: platform.url, TILLWATCH_TERMINAL_TOKEN: 'secret' }),
});

interface Till {
  process: ChildProcessWithoutNullStreams;
  lines: Record<string, unknown>[];
  say(line: object | string): void;
  ended: Promise<number | null>;
}

function startRun(env: Record<string, string>): Till {
  const process_ = spawn(process.execPath, [program, 'run', '--wait', '5'], {
    env: { PATH: process.env['PATH'], ...env },
  });
  const lines: Record<string, unknown>[] = [];
  createInterface(process_.stdout).on('line', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  return {
    process: process_,
    lines,
    say: (line) => void process_.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`),
    ended: new Promise((resolve) => process_.on('close', resolve)),
  };
}

it('records an event, delivers it, and tells in both languages where the journal stands', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const env = variables(folder, platform);
  const recorded = await run(['record', 'TamperDetected', '--data', '{"kind":"other"}', '--operator', 'op-1'], env);
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(recorded.stdout)).toMatchObject({ status: 'recorded', sequence: 2 });
  expect(platform.named('TamperDetected')).toMatchObject([{ subject: 'op-1', data: { kind: 'other' } }]);
  const english = await run(['status'], env);
  expect(english.stderr).toMatch(/till-1: journal at \d+\/2, delivered up to \d+\/2, 0 events wait/);
  expect((await run(['status'], { ...env, LANG: 'zh_CN.UTF-8' })).stderr).toContain('无密钥');
  expect(JSON.parse((await run(['status', '--json'], env)).stdout)).toMatchObject({
    terminal: 'till-1',
    waiting: 0,
    damaged: false,
  });
});

it('says when what it recorded could not be delivered, and keeps it', async () => {
  const env = {
    ...variables(newFolder()),
    TILLWATCH_TERMINAL_URL: 'http://127.0.0.1:9',
    TILLWATCH_TERMINAL_TOKEN: 'secret',
  };
  const recorded = await run(['record', 'TamperDetected', '--data', '{"kind":"other"}', '--wait', '0'], env);
  expect(recorded).toMatchObject({ code: 0, stderr: 'Recorded, not delivered yet: 2 events wait.\n' });
});

it('enrols with a code, rotates, and says why when it is refused', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const env = variables(folder, platform);
  const refused = await run(['enrol', '--code', 'WRONG'], env);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('The platform refused the key:');
  expect((await run(['enrol', '--code', platform.code], env)).stderr).toMatch(/^Registered the key [0-9a-f]{32}\.\n$/);
  expect((await run(['rotate'], env)).code).toBe(0);
  expect(platform.keys.size).toBe(2);
  expect((await run(['status'], env)).stderr).toContain(`Key ${[...platform.keys.keys()][1]}.`);
});

it('serves a till line by line: every event is answered when it is on disk', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const till = startRun(variables(folder, platform));
  till.say({ ref: 1, name: 'LoginSucceeded', operatorId: 'op-1', data: { sessionId: 's', factors: ['pin'] } });
  till.say('this is no JSON');
  till.say({ ref: 2, name: 'LoginFailed', data: { reason: 'service-error' } });
  till.say({ ref: 'a', ask: 'may-login', operatorId: 'op-1' });
  till.say({ ref: 'b', ask: 'status' });
  till.say({ ref: 'c', ask: 'flush' });
  await eventually(() => till.lines.length === 6);
  expect(till.lines.filter(({ ref }) => ref !== 'c')).toMatchObject([
    { ref: 1, status: 'recorded', sequence: 2 },
    { status: 'refused', code: 'happening-invalid', reason: { zh: expect.any(String) } },
    { ref: 2, status: 'recorded', sequence: 3 },
    { ref: 'a', allowed: true },
    { ref: 'b', terminalId: 'till-1' },
  ]);
  expect(till.lines).toContainEqual({ ref: 'c', status: 'delivered' });

  platform.command('end-sessions', 'op-1');
  await eventually(() => till.lines.some(({ command }) => command === 'end-sessions'));
  const asked = till.lines.at(-1)!;
  expect(asked).toMatchObject({ operatorId: 'op-1', reason: 'test', number: expect.any(Number) });
  till.say({ answers: asked['number'], outcome: 'refused', reason: 'busy' });
  await eventually(() => platform.named('CommandAcknowledged').length === 1);
  expect(platform.named('CommandAcknowledged')[0]!.data).toMatchObject({ outcome: 'refused', reason: 'busy' });

  platform.command('freeze');
  await eventually(() => till.lines.some(({ command }) => command === 'freeze'));
  till.say({ ref: 3, name: 'LoginSucceeded', operatorId: 'op-1', data: { sessionId: 's', factors: ['pin'] } });
  await eventually(() => till.lines.some(({ ref }) => ref === 3));
  expect(till.lines.at(-1)).toMatchObject({ status: 'refused', code: 'terminal-frozen' });
  till.process.stdin.end();
  expect(await till.ended).toBe(0);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
  expect(platform.faults()).toEqual([]);
});

it('does not share a folder, and ends with Ctrl-C as it should', async () => {
  const folder = newFolder();
  const till = startRun(variables(folder));
  till.say({ ask: 'status' });
  await eventually(() => till.lines.length === 1);
  const second = await run(['record', 'TamperDetected'], variables(folder));
  expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('Another process uses this journal.') });
  expect((await run(['status'], variables(folder))).stderr).toContain(`In use by process ${till.process.pid}.`);
  till.process.kill('SIGINT');
  expect(await till.ended).toBe(0);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

it('explains wrong use', async () => {
  const env = variables(newFolder());
  expect(await run([], env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('enrol, run, record, status, rotate'),
  });
  expect(await run(['enrol'], env)).toMatchObject({ code: 2, stderr: expect.stringContaining('--code') });
  expect(await run(['record'], env)).toMatchObject({ code: 2, stderr: expect.stringContaining('TamperDetected') });
  expect(await run(['record', 'X', '--data', '[]'], env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--data'),
  });
  expect(await run(['record', 'X', '--policy', 'lax'], env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('best-effort'),
  });
  expect(await run(['status'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('TILLWATCH_TERMINAL_FOLDER'),
  });
});

it('starts in a fraction of a second more than Node itself', async () => {
  const env = { ...variables(newFolder()), PATH: process.env['PATH']! };
  const took = async (args: readonly string[]): Promise<number> => {
    const started = performance.now();
    await new Promise((ended) => execFile(process.execPath, args, { env }, ended));
    return performance.now() - started;
  };
  const record = [program, 'record', 'TamperDetected', '--data', '{"kind":"other"}', '--wait', '0'];
  await took(record);
  const extra: number[] = [];
  for (let i = 0; i < 7; i++) {
    const bare = await took(['-e', '0']);
    extra.push((await took(record)) - bare);
  }
  // A busy machine slows both; the quickest pair says what the agent itself needs.
  expect(Math.min(...extra)).toBeLessThan(300);
});
