import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, eventually, newFolder, newPlatform, open, openAt, recordMany } from './terminal.fixture.js';

afterEach(cleanUp);

it('delivers what is recorded, in order, one batch at a time, and says where it stands', async () => {
  const platform = await newPlatform();
  const terminal = await openAt(platform, newFolder());
  await recordMany(terminal, 2_500);
  await terminal.flush();
  expect(platform.faults()).toEqual([]);
  expect(platform.events).toHaveLength(2_501);
  expect(platform.events[0]).toMatchObject({ type: 'tillwatch.JournalOpened.v1', data: { reason: 'first' } });
  expect(platform.mostAtOnce).toBe(1);
  expect(terminal.status()).toMatchObject({
    waiting: 0,
    compared: true,
    head: { sequence: 2_501 },
    delivered: { sequence: 2_501 },
  });
});

it('names each typed event as the catalogue does, with the operator as its subject', async () => {
  const platform = await newPlatform();
  const terminal = await openAt(platform, newFolder(), { zoneMinutes: 480, merchantId: 'merchant-1' });
  const verdict = { profile: 'pci', profileVersion: 1, length: 12, classes: 3, blocklisted: false, reused: false };
  await terminal.recordLogin({ operatorId: 'op-1', sessionId: 's-1', factors: ['password'] });
  await terminal.recordFailedLogin({ reason: 'unknown-operator' });
  await terminal.recordLogout({ operatorId: 'op-1', sessionId: 's-1', reason: 'operator' });
  await terminal.recordLock({ operatorId: 'op-1', reason: 'too-many-failures' });
  await terminal.recordUnlock({ operatorId: 'op-1', channel: 'administrator' });
  await terminal.recordPasswordChange({ operatorId: 'op-1', verdict });
  await terminal.recordPasswordReset({ operatorId: 'op-1', channel: 'vendor', actor: 'hotline', temporary: true });
  await terminal.recordTamper({ kind: 'case-opened' });
  await terminal.record('NetworkChanged', { data: { network: 'ethernet' } });
  await terminal.flush();
  expect(platform.events.slice(1).map(({ type, subject }) => [type.split('.')[1], subject])).toEqual([
    ['LoginSucceeded', 'op-1'],
    ['LoginFailed', undefined],
    ['LoggedOut', 'op-1'],
    ['OperatorLocked', 'op-1'],
    ['OperatorUnlocked', 'op-1'],
    ['PasswordChanged', 'op-1'],
    ['PasswordReset', 'op-1'],
    ['TamperDetected', undefined],
    ['NetworkChanged', undefined],
  ]);
  expect(platform.events[6]).toMatchObject({ merchantid: 'merchant-1', storeid: 'store-1', data: { verdict } });
  expect(platform.events[6]!.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
});

it('goes on in the same epoch after a restart, from where it had delivered', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const first = await openAt(platform, folder);
  await recordMany(first, 20, 'before');
  await first.flush();
  await first.close();
  const offline = await open(folder);
  await recordMany(offline, 20, 'between');
  await offline.close();
  const second = await openAt(platform, folder);
  await recordMany(second, 20, 'after');
  await second.flush();
  expect(platform.faults()).toEqual([]);
  expect(new Set(platform.events.map(({ epoch }) => epoch)).size).toBe(1);
  expect(platform.events).toHaveLength(61);
  expect(platform.requests.filter((path) => path === '/v1/events').length).toBeLessThan(20);
});

it('keeps what the platform rejects beside the journal, counts it, and goes on', async () => {
  const platform = await newPlatform();
  platform.refuse = ({ subject }) => (subject === 'op-7' ? 'rejected' : undefined);
  const folder = newFolder();
  const terminal = await openAt(platform, folder);
  await recordMany(terminal, 20);
  await terminal.flush();
  expect(platform.events).toHaveLength(20);
  expect(terminal.status()).toMatchObject({ waiting: 0, refused: { rejected: 1, conflicts: 0 } });
  const [line] = readFileSync(join(folder, 'refused.ndjson'), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(line!)).toMatchObject({
    status: 'rejected',
    error: { code: 'data-invalid' },
    event: { subject: 'op-7' },
  });
});

it('finds the one event for which a whole batch is refused, and delivers the others', async () => {
  const platform = await newPlatform();
  platform.mishap = (_, __, body) => (body.includes('"op-77"') ? { status: 413 } : undefined);
  const terminal = await openAt(platform, newFolder());
  await recordMany(terminal, 200);
  await terminal.flush();
  expect(platform.events).toHaveLength(200);
  expect(terminal.status().refused).toEqual({ rejected: 1, conflicts: 0 });
});

it('waits out a platform that is away, busy or refuses it, and says why', async () => {
  const platform = await newPlatform();
  let mishap: 401 | 503 | undefined = 401;
  platform.mishap = () => mishap && { status: mishap };
  const terminal = await openAt(platform, newFolder());
  await recordMany(terminal, 5);
  await eventually(() => terminal.status().problem?.includes('HTTP 401') ?? false);
  mishap = 503;
  await eventually(() => terminal.status().problem?.includes('HTTP 503') ?? false);
  mishap = undefined;
  await terminal.flush();
  expect(terminal.status()).not.toHaveProperty('problem');
  expect(platform.events).toHaveLength(6);
});

it('refuses what is no event, what is too large, and options that cannot be', async () => {
  const terminal = await open(newFolder());
  await expect(terminal.record('login')).rejects.toMatchObject({ code: 'happening-invalid' });
  await expect(terminal.record('LoginFailed', { data: [] as never })).rejects.toMatchObject({
    code: 'happening-invalid',
  });
  await expect(terminal.record('LoginFailed', { data: { n: NaN } })).rejects.toMatchObject({
    code: 'happening-invalid',
  });
  await expect(terminal.record('LoginFailed', { data: { text: 'x'.repeat(65_536) } })).rejects.toMatchObject({
    code: 'event-too-large',
  });
  const { sequence } = (await terminal.recordTamper({ kind: 'other' })) as { sequence: number };
  expect(sequence).toBe(2);
  await expect(open(newFolder(), { terminalId: 'till 1' })).rejects.toMatchObject({ code: 'option-invalid' });
  await expect(open(newFolder(), { limitBytes: 1_000 })).rejects.toMatchObject({ code: 'option-invalid' });
});

it('makes storable what somebody typed as an operator id', async () => {
  const platform = await newPlatform();
  const terminal = await openAt(platform, newFolder());
  await terminal.recordFailedLogin({ operatorId: `a\0b\ud800${'x'.repeat(300)}`, reason: 'unknown-operator' });
  await terminal.flush();
  expect(platform.events[1]!.subject).toBe(`a\ufffdb\ufffd${'x'.repeat(252)}`);
});

it('takes nothing after it was closed, and keeps what came before', async () => {
  const folder = newFolder();
  const terminal = await open(folder);
  const recorded = terminal.recordTamper({ kind: 'other' });
  await terminal.close();
  await expect(recorded).resolves.toMatchObject({ status: 'recorded', sequence: 2 });
  await expect(terminal.recordTamper({ kind: 'other' })).rejects.toMatchObject({ code: 'terminal-closed' });
  expect((await open(folder)).status()).toMatchObject({ waiting: 2, head: { sequence: 2 } });
});

it('does not touch the journal of another terminal', async () => {
  const folder = newFolder();
  await (await open(folder)).close();
  await expect(open(folder, { terminalId: 'till-2' })).rejects.toMatchObject({ code: 'outbox-of-another-terminal' });
  expect((await open(folder)).status().head).toMatchObject({ sequence: 1 });
});
