import { rfc3339 } from './rfc3339.js';
import { cleanUp, eventually, newFolder, newPlatform, open, openAt, recordMany } from './terminal.fixture.js';

afterEach(cleanUp);

const posture = {
  tlsVersion: '1.3',
  certificateExpires: '2027-01-31',
  lockAfter: 6,
  lockMinutes: 30,
  minLength: 12,
  idleMinutes: 15,
  blocklistVersion: '2026.1',
  policyProfile: 'pci-dss',
};

it('tells again and again how much waits, how the till is set, and how far its clock is off', async () => {
  const platform = await newPlatform();
  platform.clockErrorMs = 90_000;
  const terminal = await openAt(platform, newFolder(), { heartbeatMs: 30, posture: () => posture });
  await eventually(() => platform.named('Heartbeat').length >= 3);
  const { data } = platform.named('Heartbeat').at(-1)!;
  expect(data).toEqual({
    queued: expect.any(Number),
    posture,
    clockOffsetMs: expect.any(Number),
    roundTripMs: expect.any(Number),
  });
  expect(Math.abs(Number(data['clockOffsetMs']) + 90_000)).toBeLessThanOrEqual(Number(data['roundTripMs']) / 2 + 2);
  expect(terminal.status().clock!.clockOffsetMs).toBeLessThan(-80_000);
});

it('goes on without a network, saying how much waits and nothing of a clock it could not compare', async () => {
  const folder = newFolder();
  const offline = await open(folder, { heartbeatMs: 20 });
  await recordMany(offline, 4);
  const before = offline.status().head!.sequence;
  await eventually(() => offline.status().head!.sequence >= before + 3);
  await offline.close();
  const platform = await newPlatform();
  await (await openAt(platform, folder)).flush();
  const beats = platform.named('Heartbeat').map(({ data }) => data);
  expect(beats.at(-1)).toEqual({ queued: expect.any(Number) });
  expect(Number(beats.at(-1)!['queued'])).toBeGreaterThan(5);
});

it('takes any jump of its clock: the claim is what the clock said, the order and the delivery are not touched', async () => {
  const platform = await newPlatform();
  const hourMs = 3_600_000;
  let jumpMs = 0;
  const terminal = await openAt(platform, newFolder(), {
    environment: { clock: () => Date.now() + jumpMs },
    zoneMinutes: 0,
  });
  for (const hours of [0, 3, -3, 720, -500_000, 60_000_000]) {
    jumpMs = hours * hourMs;
    await terminal.recordTamper({ kind: 'other', detail: `${hours}` });
    await terminal.flush();
    const { clock } = terminal.status();
    expect(Math.abs(clock!.clockOffsetMs - jumpMs)).toBeLessThan(30_000);
  }
  expect(platform.faults()).toEqual([]);
  const claimed = platform
    .named('TamperDetected')
    .map(({ time, data }) => Date.parse(time) - Number(data['detail']) * hourMs);
  expect(Math.max(...claimed) - Math.min(...claimed)).toBeLessThan(60_000);
});

it('begins the next epoch above the last, though the clock went back to 1970', async () => {
  const platform = await newPlatform();
  const folder = newFolder();
  const before = await openAt(platform, folder);
  await before.flush();
  await before.close();
  const { epoch } = before.status().head!;
  const after = await openAt(platform, newFolder(), { environment: { clock: () => 5_000 } });
  await recordMany(after, 3);
  await after.flush();
  expect(after.status().head!.epoch).toBe(epoch + 1);
  expect(platform.faults()).toEqual([]);
});

it.each([
  [0, '2026-03-01T00:00:00.000Z'],
  [480, '2026-03-01T08:00:00.000+08:00'],
  [-210, '2026-02-28T20:30:00.000-03:30'],
])('writes a time %i minutes east of UTC as RFC 3339', (zone, text) => {
  expect(rfc3339(Date.parse('2026-03-01T00:00:00Z'), zone)).toBe(text);
  expect(Date.parse(rfc3339(0))).toBe(0);
});
