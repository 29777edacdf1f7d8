import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, defer, eventually, newFolder, newPlatform, open, openAt } from '../agent/terminal.fixture.js';
import type { Terminal } from '../agent/terminal.js';

afterEach(cleanUp);

const limitBytes = 256 * 1024;
const detail = 'x'.repeat(1_500);
const note = (terminal: Terminal) => terminal.recordTamper({ kind: 'other', detail });

async function fill(terminal: Terminal): Promise<number> {
  for (let taken = 0; ; taken++) {
    const recorded = await note(terminal).catch((error: unknown) => error);
    if (recorded instanceof Error || (recorded as { status: string }).status === 'lost') return taken;
  }
}

it('refuses under strict what it has no room for, says so before the login, and goes on when there is room', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const terminal = await open(folder, { limitBytes });
  expect(terminal.mayLogin('op-1')).toEqual({ allowed: true, mustChangePassword: false });
  const taken = await fill(terminal);
  expect(taken).toBeGreaterThan(50);
  await expect(note(terminal)).rejects.toMatchObject({ code: 'outbox-full', zh: expect.stringContaining('日志已满') });
  expect(terminal.mayLogin('op-1')).toMatchObject({
    allowed: false,
    code: 'outbox-full',
    reason: { zh: expect.any(String) },
  });
  await terminal.close();

  const online = await openAt(platform, folder, { limitBytes });
  expect(online.mayLogin('op-1')).toMatchObject({ allowed: false });
  await online.flush();
  expect(online.mayLogin('op-1')).toMatchObject({ allowed: true });
  await note(online);
  await online.flush();
  expect(platform.named('TamperDetected')).toHaveLength(taken + 1);
  expect(platform.named('EventsLost')).toEqual([]);
  expect(platform.faults()).toEqual([]);
});

it('counts under best-effort what it has no room for, and tells exactly how much that was as soon as there is', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const terminal = await open(folder, { limitBytes, policy: 'best-effort' });
  const taken = await fill(terminal);
  let lost = 1;
  for (; lost < 40; lost++) expect(await note(terminal)).toEqual({ status: 'lost' });
  expect(terminal.mayLogin('op-1')).toMatchObject({ allowed: true });
  expect(terminal.status()).toMatchObject({ lost, full: true });

  const online = platform.url;
  await terminal.close();
  const again = await open(folder, { limitBytes, policy: 'best-effort', url: online });
  await again.flush();
  await note(again);
  await again.flush();
  expect(platform.named('EventsLost').map(({ data }) => data)).toEqual([
    { lost, policy: 'best-effort', since: expect.any(String), until: expect.any(String) },
  ]);
  expect(platform.named('TamperDetected')).toHaveLength(taken + 1);
  expect(platform.faults()).toEqual([]);
  expect(again.status()).toMatchObject({ lost: 0, full: false });
});

it('does not forget losses in a crash, and does not tell them twice', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const crashed = await open(folder, { limitBytes, policy: 'best-effort' });
  await fill(crashed);
  await note(crashed);
  rmSync(join(folder, 'lock')); // as if its process were gone
  const second = await openAt(platform, folder, { limitBytes, policy: 'best-effort' });
  expect(second.status().lost).toBe(2);
  await second.flush();
  await eventually(() => second.status().lost === 0);
  await second.flush();
  await second.close();
  await (await openAt(platform, folder, { limitBytes, policy: 'best-effort' })).flush();
  expect(platform.named('EventsLost').map(({ data }) => data['lost'])).toEqual([2]);
});

it('tells of losses with the reserve when no room comes', async () => {
  const waiting: { ms: number; action: () => void }[] = [];
  const after = (ms: number, action: () => void): (() => void) => {
    waiting.push({ ms, action });
    return () => {};
  };
  const folder = newFolder();
  const terminal = await open(folder, { limitBytes, policy: 'best-effort', environment: { after } });
  await fill(terminal);
  const { head } = terminal.status();
  waiting.find(({ ms }) => ms === 60_000)!.action();
  await eventually(() => terminal.status().lost === 0);
  expect(terminal.status()).toMatchObject({ full: true, head: { sequence: head!.sequence + 1 } });
});

it('drops what was delivered before it refuses anything, oldest first, and never what was not', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  for (const run of [1, 2, 3]) {
    const terminal = await openAt(platform, folder, { limitBytes });
    for (let round = 0; round < 15; round++) {
      await Promise.all(Array.from({ length: 10 }, () => note(terminal)));
      await terminal.flush();
      expect(terminal.status().bytes).toBeLessThanOrEqual(limitBytes);
    }
    await terminal.close();
    expect(platform.named('TamperDetected')).toHaveLength(run * 150);
  }
  // Also when the file is gone in which the epoch began.
  expect(platform.named('JournalOpened')).toHaveLength(1);
  expect(platform.faults()).toEqual([]);
});

it('keeps delivered events for their time, or until a signed tree head covers them', async () => {
  const platform = await newPlatform();
  const outside: { now: number; covered?: { epoch: number; sequence: number } } = { now: Date.now() };
  const terminal = await openAt(platform, newFolder(), {
    limitBytes: 512 * 1024,
    keepMs: 1_000_000,
    environment: { clock: () => outside.now },
    coveredUntil: () => outside.covered,
  });
  const deliver = async (): Promise<number> => {
    await Promise.all(Array.from({ length: 50 }, () => note(terminal)));
    await terminal.flush();
    return terminal.status().bytes;
  };
  const first = await deliver();
  const second = await deliver();
  expect(second).toBeGreaterThan(first * 1.8);
  outside.now += 2_000_000;
  expect(await deliver()).toBeLessThan(second);
  outside.covered = terminal.status().head!;
  expect(await deliver()).toBeLessThan(second / 2 + limitBytes / 4);
});

/** A disk of one MiB where one may be made, a limit of the journal elsewhere: what is to be shown is the same. */
function smallDisk(): { folder: string; limitBytes: number; isReal: boolean } {
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    defer(() => execFileSync('umount', [folder]));
    return { folder, limitBytes: 64 * 1024 * 1024, isReal: true };
  } catch {
    return { folder, limitBytes: 1024 * 1024, isReal: false };
  }
}

it.each(['strict', 'best-effort'] as const)(
  'survives a full disk under %s: what was told is there, what was not is said',
  async (policy) => {
    const { folder, limitBytes } = smallDisk();
    const platform = await newPlatform();
    const terminal = await open(folder, { limitBytes, policy });
    let told = 0;
    let lost = 0;
    for (let round = 0; round < 30; round++) {
      const tries = await Promise.allSettled(Array.from({ length: 60 }, () => note(terminal)));
      for (const one of tries) {
        if (one.status === 'fulfilled' && one.value.status === 'recorded') told++;
        else lost++;
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'outbox-full' });
      }
    }
    expect(told).toBeGreaterThan(100);
    expect(lost).toBeGreaterThan(100);
    await terminal.close();

    const again = await openAt(platform, folder, { limitBytes, policy });
    await again.flush();
    await eventually(() => again.status().lost === 0);
    await again.flush();
    expect(platform.named('TamperDetected')).toHaveLength(told);
    const counted = platform.named('EventsLost').reduce((sum, { data }) => sum + Number(data['lost']), 0);
    expect(counted).toBe(policy === 'strict' ? 0 : lost);
    expect(platform.faults()).toEqual([]);
  },
);

it('goes on when somebody else filled the disk and made room again, without a gap', async () => {
  const { folder, limitBytes, isReal } = smallDisk();
  const platform = await newPlatform();
  const terminal = await openAt(platform, folder, { limitBytes });
  await note(terminal);
  await terminal.flush();
  const ballast = join(folder, 'ballast');
  const full = (): unknown => appendFileSync(ballast, Buffer.alloc(2_048));
  if (isReal) expect(() => Array.from({ length: 1_000 }, full)).toThrow('ENOSPC');
  else await fill(terminal);
  const taken = await fill(terminal);
  rmSync(ballast, { force: true });
  await terminal.flush();
  await note(terminal);
  await terminal.flush();
  expect(taken).toBeLessThan(1_000);
  expect(platform.faults()).toEqual([]);
  expect(terminal.status()).toMatchObject({ waiting: 0, full: false });
});

it('holds space on the disk for what must be written when it is full', async () => {
  const folder = newFolder();
  const terminal = await open(folder, { limitBytes });
  await eventually(() => existsSync(join(folder, 'reserve')));
  await terminal.close();
  expect(statSync(join(folder, 'reserve')).size).toBe(64 * 1024);
});
