import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformFixture } from '../agent/platform.fixture.js';
import { cleanUp, copyOf, eventually, newFolder, newPlatform, open, openAt } from '../agent/terminal.fixture.js';
import { commandFrom } from './terminal-command.js';

afterEach(cleanUp);

let platform: PlatformFixture;
beforeEach(async () => {
  platform = await newPlatform();
});

const acknowledged = (): unknown[] => platform.named('CommandAcknowledged').map(({ data }) => data);
const login = { operatorId: 'op-1', sessionId: 's-1', factors: ['password' as const] };

it('freezes, refuses logins and says why, and acknowledges by an event', async () => {
  const terminal = await openAt(platform, newFolder());
  await terminal.recordLogin(login);
  platform.command('freeze');
  await eventually(() => terminal.isFrozen());
  expect(terminal.mayLogin('op-1')).toMatchObject({
    allowed: false,
    code: 'terminal-frozen',
    reason: { zh: expect.stringContaining('冻结') },
  });
  await expect(terminal.recordLogin({ ...login, network: 'ethernet' })).rejects.toMatchObject({
    code: 'terminal-frozen',
  });
  await eventually(() => acknowledged().length === 1);
  await terminal.flush();
  expect(acknowledged()).toEqual([{ commandId: 'command-1', command: 'freeze', number: 1, outcome: 'done' }]);
  expect(platform.named('LoginSucceeded')).toHaveLength(1);
  expect(platform.named('LoginFailed')).toMatchObject([
    { subject: 'op-1', data: { reason: 'terminal-frozen', network: 'ethernet' } },
  ]);
});

it('stays frozen over restarts, offline too, until it is unfrozen', async () => {
  const folder = newFolder();
  const first = await openAt(platform, folder);
  platform.command('freeze');
  await eventually(() => acknowledged().length === 1);
  await first.close();
  const offline = await open(folder);
  expect(offline.isFrozen()).toBe(true);
  await offline.close();
  platform.command('unfreeze');
  const again = await openAt(platform, folder);
  await eventually(() => acknowledged().length === 2);
  expect(again.isFrozen()).toBe(false);
  await again.recordLogin(login);
  await again.close();
  expect((await openAt(platform, folder)).isFrozen()).toBe(false);
  expect(acknowledged()).toHaveLength(2);
});

it('never records a login after the acknowledgement of a freeze, however close they come', async () => {
  const terminal = await openAt(platform, newFolder());
  const logins: Promise<unknown>[] = [];
  for (let i = 0; i < 300; i++) {
    if (i === 100) platform.command('freeze');
    logins.push(terminal.recordLogin(login).catch(() => undefined));
    if (i % 5 === 0) await new Promise((soon) => setTimeout(soon, 1));
  }
  await eventually(() => terminal.isFrozen());
  logins.push(terminal.recordLogin(login).catch(() => undefined));
  await Promise.all(logins);
  await eventually(() => acknowledged().length === 1);
  await terminal.flush();
  const names = platform.events.map(({ type }) => type.split('.')[1]!);
  expect(names.slice(names.indexOf('CommandAcknowledged'))).not.toContain('LoginSucceeded');
  expect(names).toContain('LoginSucceeded');
  expect(names.at(-1)).toBe('LoginFailed');
});

it('never records a login before the acknowledgement of an unfreeze, however close they come', async () => {
  const terminal = await openAt(platform, newFolder(), { onFreeze: () => new Promise((soon) => setTimeout(soon, 20)) });
  platform.command('freeze');
  await eventually(() => acknowledged().length === 1);
  platform.command('unfreeze');
  const isIn = () =>
    terminal.recordLogin(login).then(
      () => true,
      () => false,
    );
  while (!(await isIn())) await new Promise((soon) => setTimeout(soon, 1));
  await eventually(() => acknowledged().length === 2);
  await terminal.flush();
  const names = platform.events.map(({ type }) => type.split('.')[1]!);
  expect(names.indexOf('LoginSucceeded')).toBeGreaterThan(names.lastIndexOf('CommandAcknowledged'));
});

it('lets the till end sessions and demand passwords, and tells what came of it', async () => {
  const asked: unknown[] = [];
  const terminal = await openAt(platform, newFolder(), {
    onEndSessions: (one) => void asked.push(one),
    onDemandPasswordChange: () => Promise.reject(new Error('no such operator')),
  });
  platform.command('end-sessions', 'op-1');
  platform.command('end-sessions');
  platform.command('demand-password-change', 'op-2');
  platform.command('demand-password-change');
  platform.command('dance');
  await eventually(() => acknowledged().length === 5);
  expect(asked).toEqual([{ operatorId: 'op-1', reason: 'test' }, { reason: 'test' }]);
  expect(acknowledged()).toMatchObject([
    { number: 1, outcome: 'done' },
    { number: 2, outcome: 'done' },
    { number: 3, outcome: 'refused', reason: 'no such operator' },
    { number: 4, outcome: 'refused', reason: 'no operator' },
    { number: 5, outcome: 'refused', reason: 'unknown command' },
  ]);
  expect(terminal.mayLogin('op-2')).toEqual({ allowed: true, mustChangePassword: true });
});

it('refuses to end sessions of a till that cannot', async () => {
  await openAt(platform, newFolder());
  platform.command('end-sessions');
  await eventually(() => acknowledged().length === 1);
  expect(acknowledged()).toMatchObject([{ outcome: 'refused', reason: 'not supported' }]);
});

it('remembers that a password must be changed until it was', async () => {
  const folder = newFolder();
  const first = await openAt(platform, folder);
  platform.command('demand-password-change', 'op-1');
  await eventually(() => acknowledged().length === 1);
  await first.close();
  const again = await openAt(platform, folder);
  expect(again.mayLogin('op-1')).toEqual({ allowed: true, mustChangePassword: true });
  const verdict = { profile: 'pci', profileVersion: 1, length: 12, classes: 3, blocklisted: false, reused: false };
  await again.recordPasswordChange({ operatorId: 'op-1', verdict });
  expect(again.mayLogin('op-1')).toEqual({ allowed: true, mustChangePassword: false });
});

it('knows from its journal that it is frozen when the file that says so is spoilt, and from the file when the journal is', async () => {
  const folder = newFolder();
  const first = await openAt(platform, folder);
  platform.command('freeze');
  await eventually(() => acknowledged().length === 1);
  await first.close();
  const other = copyOf(folder);
  writeFileSync(join(folder, 'commands'), readFileSync(join(folder, 'commands'), 'utf8').replace('true', 'false'));
  expect((await open(folder)).isFrozen()).toBe(true);
  rmSync(join(other, '0000000000000000.journal'));
  expect((await open(other)).isFrozen()).toBe(true);
});

it('acknowledges once what it took before a crash', async () => {
  const folder = newFolder();
  await openAt(platform, folder, { onFreeze: () => new Promise(() => {}) });
  platform.command('freeze');
  const state = join(folder, 'commands');
  await eventually(() => existsSync(state) && readFileSync(state, 'utf8').includes('pending'));
  const crashed = copyOf(folder);
  rmSync(join(crashed, 'lock'));
  const again = await openAt(platform, crashed);
  expect(again.isFrozen()).toBe(true);
  await eventually(() => acknowledged().length === 1);
  await again.close();
  await (await openAt(platform, crashed)).flush();
  expect(acknowledged()).toHaveLength(1);
});

it('goes on asking when the platform is away, and makes nothing of what is no command', async () => {
  platform.mishap = (request, path) => (path.endsWith('/commands') && request < 6 ? 'cut' : undefined);
  platform.commands.push({ number: 1, commandId: 7 as never, command: 'freeze', reason: 'x' });
  platform.command('freeze');
  const terminal = await openAt(platform, newFolder());
  await eventually(() => acknowledged().length === 1);
  expect(terminal.isFrozen()).toBe(true);
});

it.each([
  [null],
  ['freeze'],
  [{ number: 0, commandId: 'a', command: 'freeze' }],
  [{ number: 1, commandId: '', command: 'freeze' }],
  [{ number: 1, commandId: 'a', command: 'freeze', operatorId: {} }],
])('takes %j for no command', (value) => {
  expect(commandFrom(value)).toBeUndefined();
});
