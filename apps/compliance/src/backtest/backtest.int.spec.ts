import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BacktestLine } from '@tillwatch/api';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';

const start = Date.UTC(2026, 10, 23, 8);
let now = start;
let compliance: ComplianceFixture;

beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

async function guess(operator: string, count: number): Promise<void> {
  await compliance.send(
    ...Array.from({ length: count }, () => ({
      ...{ specversion: '1.0' as const, id: randomUUID(), source: `/terminals/t-${operator}` },
      ...{ type: 'tillwatch.LoginFailed.v1', time: new Date((now += 1_000)).toISOString() },
      ...{ subject: operator, storeid: 's-1', data: { reason: 'invalid-password' } },
    })),
  );
  await compliance.settled();
}

const range = { from: new Date(start).toISOString(), to: new Date(start + 86_400_000).toISOString() };

async function backtest(rule: string, body: object = range) {
  const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
  const url = `/v1/rules/${rule}/backtest`;
  const answer = await compliance.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  const lines = answer.statusCode === 200 ? answer.body.trim().split('\n').map((line) => JSON.parse(line)) : []; // prettier-ignore
  return { status: answer.statusCode, type: answer.headers['content-type'], lines: lines as BacktestLine[], answer };
}

it('streams progress, findings and a summary as NDJSON, and appends nothing', async () => {
  await guess('o-1', 6);
  await guess('o-2', 9);
  const head = await compliance.service.store.head();
  const { status, type, lines } = await backtest('R1', { ...range, thresholds: [3, 7], stores: ['s-1'] });
  expect([status, type]).toEqual([200, 'application/x-ndjson']);
  expect(Object.keys(lines[0]!)).toEqual(['progress']);
  expect(lines.flatMap((line) => ('finding' in line ? [line.finding] : []))).toMatchObject([
    { operatorId: 'o-1', storeId: 's-1', severity: 'medium', told: 'alert', differs: false },
    { operatorId: 'o-2', told: 'alert' },
  ]);
  expect(lines.at(-1)).toMatchObject({
    summary: { rule: 'R1', findings: 2, thresholds: [{ threshold: 3, findings: 2 }, { threshold: 7, findings: 1 }] }, // prettier-ignore
  });
  await compliance.settled();
  expect(await compliance.service.store.head()).toBe(head);
});

it.each([
  ['R1', { ...range, from: range.to }, 400, '/from'],
  ['R1', { ...range, to: '2029-01-01T00:00:00Z' }, 400, '/to'],
  ['R1', { ...range, from: 'yesterday' }, 400, '/from'],
  ['R1', { ...range, thresholds: [0] }, 400, '/thresholds'],
  ['R1', { ...range, thresholds: [] }, 400, '/thresholds'],
  ['R1', { ...range, stores: 's-1' }, 400, '/stores'],
  ['R1', { ...range, alert: true }, 400, '/alert'],
  ['R99', range, 404, undefined],
])('refuses %s %j', async (rule, body, status, path) => {
  const { answer } = await backtest(rule, body);
  expect(answer.statusCode).toBe(status);
  expect(answer.json<{ error: { path?: string } }>().error.path).toBe(path);
});

/** Nobody can read the timeline until `work` is over: a run that has begun waits. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  await compliance.service.database.transaction(async (tx) => {
    await tx.query('LOCK TABLE read_models.timeline IN ACCESS EXCLUSIVE MODE');
    await work();
  });
}

it('runs one at a time, and says in its last line when it cannot go on', async () => {
  await whileLocked(async () => {
    const first = backtest('R1');
    await pause(200);
    const { status, answer } = await backtest('R2');
    expect([status, answer.headers['retry-after']]).toEqual([429, '5']);
    expect((await first).lines.at(-1)).toMatchObject({ error: { code: 'unavailable' } });
  });
  expect((await backtest('R1')).lines.at(-1)).toHaveProperty('summary');
});

it('stops when its client goes away, and the next may come', async () => {
  await compliance.app.listen(0, '127.0.0.1');
  const url = `${await compliance.app.getUrl()}/v1/rules/R1/backtest`;
  const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
  await whileLocked(async () => {
    const gone = new AbortController();
    const asked = fetch(url, { method: 'POST', headers, body: JSON.stringify(range), signal: gone.signal });
    await pause(200);
    expect((await backtest('R1')).status).toBe(429);
    gone.abort();
    await expect(asked).rejects.toThrow();
  });
  let last;
  for (let tries = 0; tries < 100 && last?.status !== 200; tries++) {
    last = await backtest('R1');
    await pause(50);
  }
  expect(last!.lines.at(-1)).toHaveProperty('summary');
});
