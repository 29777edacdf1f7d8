import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReachable, findDaemonAccount } from './account.js';

const root = 'root:x:0:0:root:/root:/bin/bash';
const nobody = 'nobody:x:65534:65533:nobody:/:/sbin/nologin';

it('prefers the account made for PostgreSQL to the one for nothing', () => {
  expect(findDaemonAccount(`${root}\n${nobody}\npostgres:x:101:104::/:/bin/sh\n`)).toEqual({ uid: 101, gid: 104 });
  expect(findDaemonAccount(`${root}\n${nobody}\n`)).toEqual({ uid: 65534, gid: 65533 });
});

it('never runs PostgreSQL as root, whatever root is called', () => {
  expect(() => findDaemonAccount(`${root}\nnobody:x:0:0::/:/bin/sh\n`)).toThrow('as root');
});

it('names the folder that is closed to the account', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'closed-'));
  const stranger = { uid: 54_321, gid: 54_321 };
  await chmod(folder, 0o700);
  await expect(checkReachable(folder, stranger)).rejects.toThrow(folder);
  await chmod(folder, 0o711);
  await checkReachable(folder, stranger);
  await rm(folder, { recursive: true });
});
