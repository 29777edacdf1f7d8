import { randomUUID } from 'node:crypto';
import type { BackfillLine } from '@tillwatch/api';
import { decodeEvent } from '@tillwatch/events';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';

const start = Date.UTC(2026, 10, 23, 8);
const dayMs = 86_400_000;
let now = start;
let compliance: ComplianceFixture;

beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

/** Failures of operator o-1 at a terminal, `at` ms after the start and a second after one another. */
function guess(terminal: string, count: number, at: number): Promise<unknown> {
  return compliance.send(
    ...Array.from({ length: count }, (_, index) => ({
      ...{ specversion: '1.0' as const, id: randomUUID(), source: `/terminals/${terminal}` },
      ...{ type: 'tillwatch.LoginFailed.v1', time: new Date(start + at + index * 1_000).toISOString() },
      ...{ subject: 'o-1', storeid: 's-1', data: { reason: 'invalid-password' } },
    })),
  );
}

const order = {
  ...{ from: new Date(start - dayMs).toISOString(), to: new Date(start + dayMs).toISOString() },
  ...{ reason: 'till 4 was away, password: hunter2', commandId: randomUUID() },
};

async function backfill(body: object, rule = 'R1') {
  const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
  const url = `/v1/rules/${rule}/backfill`;
  const answer = await compliance.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  const lines = answer.body.trim().split('\n').map((line) => JSON.parse(line) as BackfillLine); // prettier-ignore
  return { status: answer.statusCode, lines, last: lines.at(-1) };
}

it('counts and tells what came too late, and raises it when somebody orders a backfill, who is in the log', async () => {
  now = start + 6 * dayMs;
  for (let hour = 0; hour < 140; hour += 2) await guess('t-1', 1, hour * 3_600_000);
  await guess('t-2', 6, 90 * 60_000);
  expect(await compliance.alerts('t-2', 'R1')).toEqual([]);
  const [limit] = await compliance.alerts('t-2', 'R30i');
  expect(limit).toMatchObject({ severity: 'high', key: 'operator:o-1' });
  const metrics = await compliance.metrics.metrics();
  expect(metrics).toMatch(/^tillwatch_detection_too_late_total [1-9]/m);
  expect(metrics).toMatch(/^tillwatch_detection_history_cuts_total 0$/m);
  expect(metrics).toMatch(/^tillwatch_detection_evicted_keys_total 0$/m);

  const { status, lines, last } = await backfill(order);
  expect([status, last]).toMatchObject([200, { summary: { raised: 1, known: 0, held: 0 } }]);
  const raised = lines.flatMap((line) => ('raised' in line ? [line.raised.id] : []));
  expect(await compliance.alerts('t-2', 'R1')).toMatchObject([{ id: raised[0], backfill: true, late: true }]);

  const head = await compliance.service.store.head();
  expect(await backfill(order)).toMatchObject({ last: { summary: { raised: 0, known: 1 } } });
  expect(await compliance.service.store.head()).toBe(head);
  const rows = await compliance.service.store.readAll(0, 1_000);
  const orders = rows.map(decodeEvent).filter(({ name }) => name === 'BackfillOrdered');
  expect(orders.map(({ data }) => data)).toEqual([
    expect.objectContaining({ actor: 'administrator', rule: 'R1', from: order.from, to: order.to }),
  ]);
  expect(JSON.stringify(orders)).not.toContain('hunter2');
});

it.each([
  ['R1', { ...order, reason: '' }, 400],
  ['R1', { ...order, from: order.to }, 400],
  ['R1', { ...order, reason: 'another one' }, 409],
  ['R99', order, 404],
])('refuses %s %j', async (rule, body, status) => {
  const head = await compliance.service.store.head();
  expect((await backfill(body, rule)).status).toBe(status);
  expect(await compliance.service.store.head()).toBe(head);
});
