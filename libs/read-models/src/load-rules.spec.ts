import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ourRules } from '@tillwatch/detection';
import { silentLog } from '@tillwatch/kernel';
import { loadRules } from './load-rules.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillwatch-rules-'));
});
afterEach(() => rm(folder, { recursive: true }));

const rule = (id: string) =>
  `title: T\nid: ${id}\nlogsource: { product: tillwatch }\ndetection: { s: { type: LoggedOut }, condition: s }\n`;

it('loads every file of the folder, leaves out what is faulty, and tells both with paths within the folder', async () => {
  await mkdir(join(folder, 'deep'));
  await writeFile(join(folder, 'deep/good.yml'), rule('good'));
  await writeFile(join(folder, 'also.yaml'), rule('also'));
  await writeFile(join(folder, 'bytes.yml'), Buffer.from([0xff]));
  await writeFile(join(folder, 'odd.yml'), `# comment\n${rule('odd').replace('LoggedOut', 'LoggedOff')}`);
  await writeFile(join(folder, 'notes.txt'), 'no rule');
  const said: object[] = [];
  const set = await loadRules(folder, { ...silentLog, warn: (fields) => said.push(fields) });
  expect(set.rules.slice(ourRules.rules.length).map(({ id }) => id)).toEqual(['also', 'good']);
  expect(set.faulty).toMatchObject([
    { file: 'bytes.yml', line: 1, code: 'not-utf8' },
    { file: 'odd.yml', line: 2, code: 'live-event-type' },
  ]);
  expect(said).toMatchObject([{ file: 'bytes.yml' }, { file: 'odd.yml', line: 2, reason: expect.any(String) }]);
});

it('is ours alone without a folder, and refuses one that is not there', async () => {
  expect(await loadRules(undefined, silentLog)).toBe(ourRules);
  expect((await loadRules(folder, silentLog)).rules).toEqual(ourRules.rules);
  await expect(loadRules(join(folder, 'gone'), silentLog)).rejects.toThrow(/TILLWATCH_RULES.*ENOENT/);
});
