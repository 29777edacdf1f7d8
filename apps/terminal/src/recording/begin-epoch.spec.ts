import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformFixture } from '../agent/platform.fixture.js';
import {
  cleanUp,
  copyOf,
  eventually,
  newFolder,
  newPlatform,
  open,
  openAt,
  recordMany,
} from '../agent/terminal.fixture.js';

afterEach(cleanUp);

const journals = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort();

/** A restored copy with 300 events of its own, and the platform that will have it begin an epoch. */
async function rolledBack(): Promise<{ platform: PlatformFixture; folder: string }> {
  const platform = await newPlatform();
  const folder = newFolder();
  const first = await openAt(platform, folder);
  await recordMany(first, 5, 'early');
  await first.flush();
  await first.close();
  const backup = copyOf(folder);
  const second = await openAt(platform, folder);
  await recordMany(second, 5, 'late');
  await second.flush();
  await second.close();
  const offline = await open(backup);
  await recordMany(offline, 300, 'restored');
  await offline.close();
  return { platform, folder: backup };
}

it('begins an epoch wholly or not at all, at whatever byte the machine went down', async () => {
  const { platform, folder } = await rolledBack();
  const before = journals(folder);
  const during = await openAt(platform, copyOf(folder));
  await during.flush();
  await during.close();
  const finished = copyOf(folder);
  const begun = await openAt(platform, finished, { sendWhen: 'flushed' });
  const flushing = begun.flush().catch(() => {});
  while (journals(finished).length === before.length) await new Promise((soon) => setImmediate(soon));
  await begun.close();
  await flushing;
  const name = journals(finished).at(-1)!;
  const bytes = readFileSync(join(finished, name));
  const ready = bytes.indexOf('{"control":"ready"}');
  expect(ready).toBeGreaterThan(10_000);
  for (const length of [9, 70, 500, 5_000, ready - 9, ready + 5]) {
    const crashed = copyOf(folder);
    appendFileSync(join(crashed, name), bytes.subarray(0, length));
    const terminal = await open(crashed);
    expect(terminal.status()).toMatchObject({ waiting: 300, head: { sequence: 306 } });
    await terminal.close();
    expect(journals(crashed)).toEqual(before);
  }
  const whole = copyOf(folder);
  appendFileSync(join(whole, name), bytes.subarray(0, ready + '{"control":"ready"}'.length));
  const terminal = await open(whole);
  expect(terminal.status()).toMatchObject({ waiting: 301, head: { sequence: 301 } });
});

it('leaves everything as it was when the disk fails while an epoch is begun, and begins it later', async () => {
  const { platform, folder } = await rolledBack();
  const [name] = journals(folder);
  const file = join(folder, name!);
  const bytes = readFileSync(file);
  // Between the comparison and the writing, half of what is to be recorded again cannot be read.
  platform.mishap = (_, path) => {
    if (path.endsWith('/journal')) truncateSync(file, bytes.length - 20_000);
    return undefined;
  };
  const terminal = await openAt(platform, folder);
  await eventually(() => terminal.status().problem?.includes('damaged') ?? false);
  expect(terminal.status()).toMatchObject({ waiting: 300, head: { sequence: 306 } });
  platform.mishap = () => undefined;
  writeFileSync(file, bytes);
  await terminal.flush();
  expect(platform.events.filter(({ subject }) => subject?.startsWith('restored'))).toHaveLength(300);
  expect(platform.named('JournalOpened')).toHaveLength(2);
  expect(platform.faults()).toEqual([]);
});
