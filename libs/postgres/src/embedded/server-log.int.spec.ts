import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capServerLog, readServerLog, sizeOf } from './server-log.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'log-'))));
afterAll(() => rm(folder, { recursive: true }));

it('reads what was printed since, and no more than the end of it', async () => {
  const file = join(folder, 'tail.log');
  expect(await readServerLog(file, 0)).toBe('');
  await writeFile(file, 'before\n');
  const from = await sizeOf(file);
  await appendFile(file, 'after\n');
  expect(await readServerLog(file, from)).toBe('after\n');
  await appendFile(file, 'x'.repeat(10_000));
  expect(await readServerLog(file, from)).toHaveLength(4_000);
});

it('keeps a full log aside and begins a new one', async () => {
  const file = join(folder, 'full.log');
  await writeFile(file, Buffer.alloc(11 * 1024 * 1024, 'x'));
  const stop = capServerLog(file);
  while ((await sizeOf(file)) > 0) await sleep(5);
  stop();
  expect((await readFile(`${file}.1`)).length).toBe(11 * 1024 * 1024);
});
