import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesWithin, readTextFile } from './text-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillwatch-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('finds files and links to them by name at any depth, in order, and nothing that is hidden', async () => {
  await mkdir(join(folder, 'b.yml/deep'), { recursive: true });
  await mkdir(join(folder, '..copies'));
  for (const name of ['..copies/k.yml', '.swap.yml']) await writeFile(join(folder, name), '');
  await symlink(join(folder, '..copies/k.yml'), join(folder, 'k.yml'));
  for (const name of ['z.yml', 'b.yml/deep/a.YAML', 'x.txt']) await writeFile(join(folder, name), '');
  expect(await filesWithin(folder, /\.ya?ml$/i)).toEqual(
    ['b.yml/deep/a.YAML', 'k.yml', 'z.yml'].map((name) => join(folder, name)),
  );
  await expect(filesWithin(join(folder, 'gone'), /x/)).rejects.toThrow('ENOENT');
});

it('reads text, and says why it does not', async () => {
  await writeFile(join(folder, 'good'), '规则');
  await writeFile(join(folder, 'bytes'), Buffer.from([0xff, 0xfe]));
  expect(await readTextFile(join(folder, 'good'), 6)).toEqual({ text: '规则' });
  expect(await readTextFile(join(folder, 'good'), 5)).toEqual({ fault: 'too-large', detail: '5' });
  expect(await readTextFile(join(folder, 'bytes'), 5)).toEqual({ fault: 'not-utf8' });
  expect(await readTextFile(join(folder, 'gone'), 5)).toEqual({ fault: 'unreadable', detail: 'ENOENT' });
});
