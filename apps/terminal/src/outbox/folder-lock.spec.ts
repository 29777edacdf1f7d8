import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
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
