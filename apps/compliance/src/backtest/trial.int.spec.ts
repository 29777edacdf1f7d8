import { randomUUID } from 'node:crypto';
import type { BacktestLine } from '@tillwatch/api';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { startTrial, type TrialLimits } from './trial.js';

const start = Date.UTC(2026, 10, 23, 8);
let now = start;
let compliance: ComplianceFixture;

beforeAll(async () => {
  compliance = await startCompliance(() => now);
  await guess('o-1', 't-1', 3);
  await guess('o-1', 't-2', 3);
  await guess('o-2', 't-1', 4);
});
afterAll(() => compliance.close());

async function guess(operator: string, terminal: string, count: number): Promise<void> {
  await compliance.send(
    ...Array.from({ length: count }, () => ({
      ...{ specversion: '1.0' as const, id: randomUUID(), source: `/terminals/${terminal}` },
      ...{ type: 'tillwatch.LoginFailed.v1', time: new Date((now += 1_000)).toISOString() },
      ...{ subject: operator, storeid: 's-1', data: { reason: 'invalid-password' } },
    })),
  );
  await compliance.settled();
}

const base =
  'title: Failed\nname: failed\nlogsource: { product: tillwatch }\ndetection:\n  s: { type: LoginFailed }\n  condition: s\n';
const correlation = (type: string, condition: string) =>
  `${base}---\ntitle: Mine\nid: mine\nlevel: high\ncorrelation:\n  type: ${type}\n  rules: [failed]\n  group-by: [operatorId]\n  timespan: 10m\n  condition: ${condition}\n`;

const range = { from: new Date(start).toISOString(), to: new Date(start + 86_400_000).toISOString() };

interface Refused {
  error: { code: string; path?: string; faults?: { line: number; code: string; reason: { en: string; zh: string } }[] };
}

async function tryText(sigma: unknown, more: object = {}) {
  const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
  const payload = JSON.stringify({ ...range, sigma, ...more });
  const answer = await compliance.app.inject({ method: 'POST', url: '/v1/rules/backtest', headers, payload });
  const lines = answer.statusCode === 200 ? answer.body.trim().split('\n').map((line) => JSON.parse(line) as BacktestLine) : []; // prettier-ignore
  const refused = answer.statusCode === 200 ? undefined : answer.json<Refused>().error;
  return { status: answer.statusCode, lines, last: lines.at(-1), refused };
}

const findingsOf = (lines: readonly BacktestLine[]) =>
  lines.flatMap((line) => ('finding' in line ? [`${line.finding.operatorId} ${line.finding.count} ${line.finding.told}`] : [])); // prettier-ignore

it('tells what a rule that is only a text would have found, with other thresholds too, and appends nothing', async () => {
  const head = await compliance.service.store.head();
  const { lines, last } = await tryText(correlation('event_count', '{ gte: 4 }'), { thresholds: [3, 6, 7] });
  expect(Object.keys(lines[0]!)).toEqual(['progress']);
  expect(findingsOf(lines)).toEqual(['o-1 4 nobody', 'o-2 4 nobody']);
  expect(last).toMatchObject({
    summary: {
      ...{ rule: 'mine', findings: 2, told: { nobody: 2 }, threshold: 4 },
      thresholds: [{ threshold: 3, findings: 2 }, { threshold: 6, findings: 1 }, { threshold: 7, findings: 0 }], // prettier-ignore
    },
  });
  await compliance.settled();
  expect(await compliance.service.store.head()).toBe(head);
  expect((await compliance.ask('POST', '/v1/rules/mine/backtest', range)).status).toBe(404);
});

it('counts findings by threshold for distinct values as well', async () => {
  const text = correlation('value_count', '{ gte: 2, field: terminalId }');
  const { lines, last } = await tryText(text, { thresholds: [1, 2, 3] });
  expect(findingsOf(lines)).toEqual(['o-1 4 nobody']);
  expect(last).toMatchObject({
    summary: {
      threshold: 2,
      thresholds: [{ threshold: 1, findings: 2 }, { threshold: 2, findings: 1 }, { threshold: 3, findings: 0 }], // prettier-ignore
    },
  });
});

const laughs = ['a: &a [x, x]', ...Array.from({ length: 20 }, (_, i) => `a${i}: &a${i} [*a, *a]`)].join('\n');
const selecting = (selection: string) => base.replace('name: failed', 'id: mine').replace('{ type: LoginFailed }', selection); // prettier-ignore

it.each([
  ['a modifier that is not', selecting("{ 'reason|like': x }"), 5, 'modifier-unknown'],
  ['a bomb of aliases', laughs, 1, 'yaml-alias'],
  ['depth without end', '['.repeat(20_000), 1, 'yaml-too-deep'],
  ['two rules', `${selecting('{ type: LoginFailed }')}---\n${selecting('{ type: LoggedOut }').replace('id: mine', 'id: two')}`, 1, 'live-one-rule'], // prettier-ignore
])('refuses %s at its line, in both languages', async (_name, text, line, code) => {
  const { status, refused } = await tryText(text);
  expect([status, refused?.code, refused?.path]).toEqual([400, 'rule-invalid', '/sigma']);
  expect(refused!.faults).toContainEqual({ line, code, reason: { en: expect.any(String), zh: expect.any(String) } });
});

it('tells of every fault of a text, up to 20', async () => {
  const one = (index: number) => selecting("{ 'reason|like': x }").replace('id: mine', `id: rule-${index}`);
  const { refused } = await tryText(Array.from({ length: 30 }, (_, index) => one(index)).join('---\n'));
  expect(refused!.faults!.map(({ line }) => line).slice(0, 3)).toEqual([5, 12, 19]);
  expect(refused!.faults).toHaveLength(20);
});

it.each([
  [{ sigma: '' }, '/sigma'],
  [{ sigma: 'x'.repeat(65_537) }, '/sigma'],
  [{ sigma: { title: 'x' } }, '/sigma'],
  [{ sigma: base, to: range.from }, '/from'],
  [{ sigma: base, alert: true }, '/alert'],
])('refuses a request like %#', async (body, path) => {
  const { status, refused } = await tryText(base, body);
  expect([status, refused]).toMatchObject([400, { code: 'parameter-invalid', path }]);
});

/** Sound, within the size, and slow on purpose: each expression has nearly the most instructions that one may have. */
const slow = selecting(`{ type: LoginFailed, 'reason|re': [${Array.from({ length: 2_000 }, (_, i) => `'\\pL{300}${i}'`).join(', ')}] }`); // prettier-ignore

it('answers others while it reads a rule that is made to be slow', async () => {
  const order: string[] = [];
  const trying = tryText(slow).then(({ last }) => (order.push('tried'), last));
  for (let asked = 0; asked < 3; asked++) {
    await compliance.ask('GET', '/v1/stores/s-1/calendar');
    order.push('asked');
  }
  expect(await trying).toHaveProperty('summary');
  expect(order).toEqual(['asked', 'asked', 'asked', 'tried']);
});

const within = (limits: Partial<TrialLimits>) => ({ readMs: 30_000, lineMs: 30_000, heapMb: 256, ...limits });
const trial = (sigma: string) => ({
  ...{ sigma, from: start, to: start + 86_400_000 },
  databaseUrl: compliance.service.databaseUrl,
});
const tooCostly = { problem: { code: 'rule-invalid', faults: [{ line: 1, code: 'live-too-costly' }] } };

it('gives up on a rule that takes too long to read, or too much memory', async () => {
  await expect(startTrial(trial(slow), within({ readMs: 1 }))).rejects.toMatchObject(tooCostly);
  await expect(startTrial(trial(slow), within({ heapMb: 16 }))).rejects.toMatchObject(tooCostly);
});

it('gives up on a run whose next line does not come', async () => {
  const { lines, end } = await startTrial(trial(slow), within({ lineMs: 1 }));
  const read = async (): Promise<void> => {
    for await (const _ of lines) continue;
  };
  await expect(read()).rejects.toMatchObject(tooCostly);
  end();
});

it('is one of the runs of which there is one at a time, and makes way when it is refused', async () => {
  const first = tryText(slow);
  await compliance.ask('GET', '/v1/stores/s-1/calendar');
  expect((await tryText(base)).status).toBe(429);
  expect((await first).status).toBe(200);
  expect((await tryText('x: 1\n')).status).toBe(400);
  expect((await tryText(correlation('event_count', '{ gte: 4 }'))).status).toBe(200);
});
