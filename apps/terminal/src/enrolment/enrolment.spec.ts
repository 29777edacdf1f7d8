import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformFixture } from '../agent/platform.fixture.js';
import { cleanUp, eventually, newFolder, newPlatform, open, openAt, recordMany } from '../agent/terminal.fixture.js';

afterEach(cleanUp);

let platform: PlatformFixture;
beforeEach(async () => {
  platform = await newPlatform();
});

it('makes its key, registers the public half with the code, and keeps the private one to itself', async () => {
  const folder = newFolder();
  const terminal = await openAt(platform, folder);
  const keyId = await terminal.enrol('abcdefghjkmnpqrs');
  expect(keyId).toMatch(/^[0-9a-f]{32}$/);
  expect([...platform.keys.keys()]).toEqual([keyId]);
  expect(terminal.status().keyId).toBe(keyId);
  expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'key.pem'), 'utf8')).toContain('BEGIN PRIVATE KEY');
  expect(existsSync(join(folder, 'key-pending.pem'))).toBe(false);
  await terminal.close();
  expect((await openAt(platform, folder)).status().keyId).toBe(keyId);
});

it('is told when the code is wrong, and registers the same key with the right one', async () => {
  const folder = newFolder();
  const terminal = await openAt(platform, folder);
  await expect(terminal.enrol('WRONG-CODE')).rejects.toMatchObject({
    code: 'key-refused',
    message: expect.stringContaining('signature-invalid'),
  });
  const pending = readFileSync(join(folder, 'key-pending.pem'), 'utf8');
  expect(terminal.status()).not.toHaveProperty('keyId');
  await terminal.enrol(platform.code);
  expect(readFileSync(join(folder, 'key.pem'), 'utf8')).toBe(pending);
});

it('seals every hundred events, and what is left after ten seconds', async () => {
  const alarms: { ms: number; action: () => void }[] = [];
  const after = (ms: number, action: () => void): (() => void) => {
    alarms.push({ ms, action });
    return () => {};
  };
  const terminal = await openAt(platform, newFolder(), { environment: { after } });
  await terminal.enrol(platform.code);
  await recordMany(terminal, 250);
  await terminal.flush();
  const seals = (): number[] => platform.named('ChainSealed').map(({ sequence }) => Number(sequence));
  expect(seals()).toEqual([101, 202]);
  alarms.findLast(({ ms }) => ms === 10_000)!.action();
  await eventually(() => terminal.status().head!.sequence === 254);
  await terminal.flush();
  expect(seals()).toEqual([101, 202, 254]);
  expect(platform.faults()).toEqual([]);
});

it('seals a new epoch right after it was opened, and what it has when it is closed', async () => {
  const folder = newFolder();
  const terminal = await openAt(platform, folder);
  await terminal.enrol(platform.code);
  await recordMany(terminal, 3);
  await terminal.close();
  const { epoch } = terminal.status().head!;
  platform.held.clear();
  platform.held.set(`${epoch}/1`, { event: { epoch, sequence: '1' } as never, text: '', hash: 'another' });
  const again = await openAt(platform, folder);
  await again.flush();
  platform.held.delete(`${epoch}/1`);
  expect(platform.events.map(({ type }) => type.split('.')[1])).toEqual([
    'JournalOpened',
    'ChainSealed',
    'LoginFailed',
    'LoginFailed',
    'LoginFailed',
  ]);
  await again.close();
  await (await openAt(platform, folder)).flush();
  expect(platform.events.at(-1)!.type).toBe('tillwatch.ChainSealed.v1');
  expect(platform.faults()).toEqual([]);
});

it('replaces its key by the word of the one before', async () => {
  const terminal = await openAt(platform, newFolder());
  await expect(terminal.rotateKey()).rejects.toMatchObject({ code: 'key-missing' });
  const first = await terminal.enrol(platform.code);
  await recordMany(terminal, 100, 'first');
  const second = await terminal.rotateKey();
  await recordMany(terminal, 100, 'second');
  await terminal.flush();
  expect(platform.named('ChainSealed').map(({ data }) => data['keyId'])).toEqual([first, second]);
  expect(platform.faults()).toEqual([]);
});

it('keeps the old key until the platform has answered for the new one', async () => {
  const folder = newFolder();
  const terminal = await openAt(platform, folder);
  const first = await terminal.enrol(platform.code);
  platform.mishap = (_, path) => (path.endsWith('/keys') ? 'do-and-cut' : undefined);
  await expect(terminal.rotateKey()).rejects.toThrow();
  expect(terminal.status().keyId).toBe(first);
  platform.mishap = () => undefined;
  const second = await terminal.rotateKey();
  expect([...platform.keys.keys()]).toEqual([first, second]);
});

it('needs a platform to enrol with', async () => {
  await expect((await open(newFolder())).enrol('ABCD')).rejects.toMatchObject({ code: 'option-invalid' });
});
