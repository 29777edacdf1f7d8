import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, newFolder } from '../agent/terminal.fixture.js';
import { lockFolder } from './folder-lock.js';

afterEach(cleanUp);

it('lets one process in at a time, and leaves nothing behind', async () => {
  const folder = newFolder();
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'outbox-in-use' });
  await unlock();
  await (
    await lockFolder(folder)
  )();
  expect(readdirSync(folder)).toEqual([]);
});

it('takes over from a process that is gone, and not from one that is there', async () => {
  const folder = newFolder();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(join(folder, 'lock'), `${child.pid}`);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'outbox-in-use' });
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await (
    await lockFolder(folder)
  )();
});

it('is not fooled by another process that was given the same number', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'lock'), `${process.pid} 1`);
  await (
    await lockFolder(folder)
  )();
});

it('lets one of many in when all find the lock of a dead process', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'lock'), '');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('is kept out by nobody who was killed while taking over', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'lock'), `${process.pid} 1`);
  for (let taker = 1; taker <= 3; taker++) {
    killedTakingOver(folder);
  }
  expect(readdirSync(folder).length).toBeGreaterThan(1);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['lock']);
});

/** A process that is gone holds, deepest of all, the lock by which it was taking over. */
function killedTakingOver(folder: string): void {
  const deepest = readdirSync(folder).sort((a, b) => b.length - a.length)[0]!;
  const holder = readFileSync(join(folder, deepest), 'utf8');
  const name = createHash('sha256').update(holder).digest('hex').slice(0, 16);
  writeFileSync(join(folder, `${deepest}.${name}`), `${process.pid} ${deepest.length}`);
}
