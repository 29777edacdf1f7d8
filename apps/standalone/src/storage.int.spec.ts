import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readSettings, silentLog } from '@tillwatch/kernel';
import { connect } from '@tillwatch/postgres';
import { openStorage } from './storage.js';

it('starts PostgreSQL again when it dies, at the same port, and stops it in the end', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tillwatch-storage-'));
  await chmod(dataFolder, 0o711); // for the account PostgreSQL runs as when root starts it
  const storage = await openStorage({ ...readSettings({}), dataFolder }, silentLog);
  const database = connect({ url: storage.ownerUrl, applicationName: 'test' });
  const postmaster = async (): Promise<number> => {
    const [row] = await database
      .query<{ folder: string }>('SHOW data_directory')
      .then((rows) => rows.map((r) => ({ folder: Object.values(r)[0] as string })));
    return Number((await readFile(join(row!.folder, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  };
  const first = await postmaster();
  process.kill(first, 'SIGKILL');
  const second = await eventually(postmaster, (pid) => pid !== first);
  await database.close();
  await storage.stop();
  expect(second).not.toBe(first);
  // Gone once whoever started it has seen it go.
  expect(
    await eventually(
      () => Promise.resolve(isAlive(second)),
      (alive) => !alive,
    ),
  ).toBe(false);
  await rm(dataFolder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function eventually<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && isIt(answer)) return answer;
    await pause(300);
  }
  throw new Error('It never came back.');
}
