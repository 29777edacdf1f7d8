import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The command as it is built (`npm test` builds first). */
const command = join(import.meta.dirname, '../dist/sigma.js');

const failed = `
title: Failed login
id: 53ba33fd-3a50-4468-a5ef-c583635cfa92
name: failed_login
level: low
logsource: { product: tillwatch }
detection:
  selection:
    Kind: LoginFailed
  condition: selection
`;
const guessing = `
title: Guessing
id: 0e95725d-7320-415d-80f7-004da920fc11
level: high
correlation:
  type: event_count
  rules: [failed_login]
  group-by: [User]
  timespan: 10m
  condition: { gte: 3 }
`;
const mapping = `
fields: { Kind: type, User: subject }
timestamp: at
`;
const event = (minute: number, subject = 'op-1', more: object = {}): string => {
  const at = `2026-11-23T09:${String(minute).padStart(2, '0')}:00+08:00`;
  return JSON.stringify({ id: `e-${minute}`, type: 'LoginFailed', at, subject, ...more });
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tillwatch-sigma-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

interface Ended {
  code: number;
  records: Record<string, unknown>[];
  stderr: string;
}

function run(args: string[], { input = '', LANG = 'C' } = {}): Promise<Ended> {
  return new Promise((ended) => {
    const env = { PATH: process.env['PATH'], LANG };
    const child = execFile(process.execPath, [command, ...args], { env }, (error, stdout, stderr) => {
      const records = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, records, stderr });
    });
    child.stdin!.end(input);
  });
}

it('prints each match with its rule and event, through a mapping file', async () => {
  const rules = dirname(put('rules/deep/failed.yml', failed));
  const events = put('events.ndjson', `${event(1)}\n${JSON.stringify({ type: 'LoginSucceeded' })}\n${event(2)}\n`);
  const { code, records, stderr } = await run([
    '--rules',
    rules,
    '--events',
    events,
    '--mapping',
    put('m.yml', mapping),
  ]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: '1 rules, 0 correlations and 0 filters; 0 documents refused.\n3 events, 0 lines left out, 2 matches.\n',
  });
  expect(records).toEqual(
    [1, 3].map((line, i) => ({
      ruleId: '53ba33fd-3a50-4468-a5ef-c583635cfa92',
      ruleName: 'failed_login',
      ruleTitle: 'Failed login',
      level: 'low',
      time: `2026-11-23T01:0${i + 1}:00.000Z`,
      events: [{ line, id: `e-${i + 1}` }],
    })),
  );
});

it('sorts by event time for correlations, and with --sorted follows the events as they come', async () => {
  put('rules/failed.yml', failed);
  put('rules/guessing.yaml', guessing);
  const args = [
    '--rules',
    join(folder, 'rules'),
    '--mapping',
    put('m.json', '{"fields":{"Kind":"type","User":"subject"},"timestamp":"at"}'),
  ];
  const shuffled = [event(5), event(1), event(9, 'op-2'), event(3)].join('\n');
  const { code, records } = await run([...args, '--events', '-'], { input: shuffled });
  expect([code, records]).toEqual([
    0,
    [
      {
        ruleId: '0e95725d-7320-415d-80f7-004da920fc11',
        ruleName: null,
        ruleTitle: 'Guessing',
        level: 'high',
        time: '2026-11-23T01:05:00.000Z',
        events: [
          { line: 1, id: 'e-5' },
          { line: 2, id: 'e-1' },
          { line: 4, id: 'e-3' },
        ],
        correlation: { type: 'event_count', groupBy: { User: 'op-1' }, value: 3 },
      },
    ],
  ]);
  const sorted = [event(1), event(3), event(5)].join('\n');
  expect((await run([...args, '--events', '-', '--sorted'], { input: sorted })).records).toHaveLength(1);
  const wrong = await run([...args, '--events', '-', '--sorted'], { input: shuffled });
  expect([wrong.code, wrong.records]).toEqual([1, []]);
  expect(wrong.stderr).toContain('2 events came after a later one');
});

it('reports each refused file with its line and goes on with the others, exit status 1', async () => {
  put('rules/good.yml', failed);
  put('rules/bad.yml', 'title: x\nlogsource: { product: x }\ndetection:\n  s: { a|containz: 1 }\n  condition: s\n');
  put('rules/latin.yml', Buffer.from([0x74, 0xe9, 0x0a]));
  put('rules/notes.txt', 'no rule');
  const args = ['--rules', join(folder, 'rules'), '--events', '-'];
  const { code, records, stderr } = await run(args, { input: '{"Kind":"LoginFailed"}\n' });
  expect([code, records.length]).toEqual([1, 1]);
  expect(stderr).toContain(`${join(folder, 'rules/bad.yml')}:4: There is no modifier "containz".\n`);
  expect(stderr).toContain(`${join(folder, 'rules/latin.yml')}:1: The file is not valid UTF-8.\n`);
  const chinese = await run(args, { LANG: 'zh_CN.UTF-8' });
  expect(chinese.stderr).toContain('bad.yml:4：没有修饰符“containz”。\n');
});

it('reports a broken event line and skips it, exit status 0', async () => {
  const rules = put('failed.yml', failed);
  const input = '{"Kind":\n{"Kind":"LoginFailed"}\n';
  const { code, records, stderr } = await run(['--rules', rules, '--events', '-'], { input });
  expect([code, records.map(({ events }) => events)]).toEqual([0, [[{ line: 2 }]]]);
  expect(stderr).toContain('Line 1 left out: not valid JSON\n');
});

it('applies filters and placeholders from files of their own', async () => {
  const rules = put('r/failed.yml', failed.replace('Kind: LoginFailed', "Kind|expand: '%Bad%'"));
  const filter = `title: F\nlogsource: { product: tillwatch }\nfilter:\n  rules: any\n  s: { User: test }\n  condition: not s\n`;
  put('f/filter.yml', filter);
  const args = [
    '--rules',
    rules,
    '--filters',
    join(folder, 'f'),
    '--placeholders',
    put('p.yml', 'Bad: [LoginFailed]'),
    '--events',
    '-',
  ];
  const input = '{"Kind":"LoginFailed","User":"test"}\n{"Kind":"LoginFailed","User":"bob"}\n';
  const { code, records } = await run(args, { input });
  expect([code, records.map(({ events }) => events)]).toEqual([0, [[{ line: 2 }]]]);
});

it('says what correlations could not see', async () => {
  put('rules/failed.yml', failed);
  put('rules/guessing.yml', guessing);
  const input = '{"Kind":"LoginFailed","User":"u"}\n{"Kind":"LoginFailed","time":"2026-01-01T00:00:00Z"}\n';
  const { code, stderr } = await run(['--rules', join(folder, 'rules'), '--events', '-'], { input });
  expect(code).toBe(0);
  expect(stderr).toContain('1 matching events have no readable time');
  expect(stderr).toContain('1 matches lack a field');
});

it('runs nothing with a broken mapping, exit status 1, and ends with 2 on wrong use', async () => {
  const rules = put('failed.yml', failed);
  const broken = await run(['--rules', rules, '--events', '-', '--mapping', put('m.yml', 'fields: [x]')], {
    input: '{}',
  });
  expect([broken.code, broken.records, broken.stderr]).toEqual([
    1,
    [],
    `${join(folder, 'm.yml')}:1: fields must be a map.\n`,
  ]);
  for (const args of [
    [],
    ['--rules', rules],
    ['--rules', join(folder, 'nowhere'), '--events', '-'],
    ['--rules', rules, '--events', join(folder, 'nowhere')],
    ['--rules', rules, '--events', '-', '--unknown'],
  ]) {
    expect((await run(args)).code).toBe(2);
  }
});
