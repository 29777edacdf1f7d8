import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, copyOf, newFolder, newPlatform, open, openAt, recordMany } from '../agent/terminal.fixture.js';
import type { PlatformFixture } from '../agent/platform.fixture.js';

afterEach(cleanUp);

const journalsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.journal'));
const onlyJournal = (folder: string): string => join(folder, journalsIn(folder)[0]!);

/** A journal of seven events, none delivered. */
async function sevenEvents(): Promise<string> {
  const folder = newFolder();
  const terminal = await open(folder);
  await recordMany(terminal, 6);
  await terminal.close();
  return folder;
}

async function delivered(platform: PlatformFixture, folder: string): Promise<void> {
  const terminal = await openAt(platform, folder);
  await terminal.flush();
  await terminal.close();
}

it('goes on after a torn tail, at whatever byte, in the same epoch without a gap', async () => {
  const original = await sevenEvents();
  const size = readFileSync(onlyJournal(original)).length;
  for (let cut = 1; cut < 700; cut += 7) {
    const folder = copyOf(original);
    truncateSync(onlyJournal(folder), size - cut);
    const platform = await newPlatform();
    const terminal = await openAt(platform, folder);
    await recordMany(terminal, 1, 'after');
    await terminal.flush();
    await terminal.close();
    expect(platform.faults()).toEqual([]);
    expect(platform.named('JournalOpened')).toHaveLength(1);
    expect(platform.events.at(-1)!.subject).toBe('after-1');
    await platform.stop();
  }
});

it('keeps what is readable after damage in the middle, and begins an epoch that says so', async () => {
  const original = await sevenEvents();
  const bytes = readFileSync(onlyJournal(original));
  const places = [...bytes.toString('latin1').matchAll(/"data"/g)].map(({ index }) => index);
  expect(places).toHaveLength(7);
  for (const place of places) {
    const folder = copyOf(original);
    const spoilt = Buffer.from(bytes);
    spoilt[place]! ^= 4;
    writeFileSync(onlyJournal(folder), spoilt);
    const platform = await newPlatform();
    await delivered(platform, folder);
    const opened = platform.named('JournalOpened').at(-1)!;
    expect(opened.data).toMatchObject({ reason: 'restart-lost', previous: { epoch: expect.any(Number) } });
    expect(platform.events.filter(({ epoch }) => epoch < opened.epoch)).toHaveLength(6);
    expect(platform.faults().filter((fault) => !/^(gap|chain)/.test(fault))).toEqual([]);
    expect(readFileSync(`${onlyJournal(folder)}.damaged`)).toEqual(spoilt);

    await delivered(platform, folder);
    expect(platform.named('JournalOpened').at(-1)!.epoch).toBe(opened.epoch);
    await platform.stop();
  }
});

it('knows a journal that is gone, or that was cut off behind what was delivered, and says how far it had come', async () => {
  const platform = await newPlatform();
  const folder = await sevenEvents();
  await delivered(platform, folder);
  const shortened = copyOf(folder);
  rmSync(onlyJournal(folder));
  await delivered(platform, folder);
  const { epoch } = platform.events[0]!;
  expect(platform.named('JournalOpened').at(-1)!.data).toEqual({
    reason: 'restart-lost',
    previous: { epoch, sequence: 7 },
  });

  const other = await newPlatform();
  const bytes = readFileSync(onlyJournal(shortened));
  truncateSync(onlyJournal(shortened), bytes.lastIndexOf('{"data"') - 8);
  await delivered(other, shortened);
  expect(other.named('JournalOpened').at(-1)!.data).toMatchObject({
    reason: 'restart-lost',
    previous: { epoch, sequence: 6 },
  });
});

it('sends everything again when the mark of what was delivered is gone or spoilt', async () => {
  const platform = await newPlatform();
  const folder = await sevenEvents();
  await delivered(platform, folder);
  const mark = join(folder, 'acknowledged');
  writeFileSync(mark, readFileSync(mark, 'utf8').replace('"position":', '"position":9'));
  const again = await open(folder);
  expect(again.status().waiting).toBe(7);
  await again.close();
  await delivered(platform, folder);
  expect(platform.faults()).toEqual([]);
});

it('says when a file of the journal is missing among others', async () => {
  const folder = newFolder();
  const terminal = await open(folder, { limitBytes: 256 * 1024 });
  for (let i = 0; i < 10; i++) await recordMany(terminal, 20, `round-${i}`);
  await terminal.close();
  const names = journalsIn(folder);
  expect(names.length).toBeGreaterThan(2);
  rmSync(join(folder, names[1]!));
  const platform = await newPlatform();
  await delivered(platform, folder);
  expect(platform.named('JournalOpened').map(({ data }) => data['reason'])).toEqual(['first', 'restart-lost']);
  expect(platform.faults().map((fault) => fault.replace(/\d+\//, ''))).toEqual([
    expect.stringMatching(/^gap before /),
    expect.stringMatching(/^chain broken at /),
  ]);
});

it('loses nothing when only the length of a frame was hit', async () => {
  const folder = await sevenEvents();
  const bytes = readFileSync(onlyJournal(folder));
  bytes[bytes.indexOf('{"data"') - 8]! ^= 1;
  writeFileSync(onlyJournal(folder), bytes);
  const platform = await newPlatform();
  await delivered(platform, folder);
  expect(platform.faults()).toEqual([]);
  expect(platform.events).toHaveLength(7);
});

it('sends events from both of their places rather than from none when it cannot tell which holds', async () => {
  const folder = await sevenEvents();
  const bytes = readFileSync(onlyJournal(folder));
  bytes[bytes.indexOf('"ready"')]! ^= 1;
  writeFileSync(onlyJournal(folder), bytes);
  const platform = await newPlatform();
  await delivered(platform, folder);
  expect(platform.named('LoginFailed')).toHaveLength(6);
});
