import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@tillwatch/kernel';
import { checkDiskSpace, prepareFolder } from './folder.js';

let closed: string;

beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'closed-'));
  await chmod(closed, 0o700);
});

afterEach(() => rm(closed, { recursive: true }));

it('keeps the database elsewhere, and at one place, when root wants it where nobody else gets in', async () => {
  const wanted = join(closed, 'data');
  const prepared = await Promise.all([prepareFolder(wanted, silentLog), prepareFolder(wanted, silentLog)]);
  const again = await prepareFolder(wanted, silentLog);
  const places = new Set([...prepared, again].map(({ layout }) => layout.folder));
  expect(places.size).toBe(1);
  const [place = ''] = places;
  if (process.getuid?.() !== 0) return expect(place).toBe(wanted); // Only root runs PostgreSQL as somebody else.
  expect(place.startsWith(closed)).toBe(false);
  expect(await readdir(wanted)).toEqual(['location']);
  await rm(place, { recursive: true });
});

it('refuses a disk that is nearly full', async () => {
  await expect(checkDiskSpace(closed, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ code: 'disk-full' });
  await checkDiskSpace(closed);
});
