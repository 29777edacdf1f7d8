import type { RiskAccount } from '@tillwatch/api';
import {
  acknowledged,
  alertOf,
  commandOf,
  eventOf,
  platformEventOf,
  startReporting,
  type ReportingFixture,
} from './reporting.contract.js';

const start = Date.now() - 3_600_000;
const instantAt = (seconds: number): string => new Date(start + seconds * 1_000).toISOString();

let reporting: ReportingFixture;

beforeAll(async () => {
  reporting = await startReporting();
  const at = (seconds: number): number => start + seconds * 1_000;
  const opened = { sessionId: 'x', factors: ['password'] };
  await reporting.project([
    eventOf(1, 'LoginSucceeded', { at: at(0), operator: 'o-1', data: opened }),
    eventOf(2, 'LoginFailed', { at: at(10), operator: 'o-2', data: { reason: 'invalid-password' } }),
    eventOf(3, 'LoginFailed', { at: at(20), operator: 'o-2', data: { reason: 'invalid-password' } }),
    eventOf(4, 'OperatorLocked', { at: at(30), operator: 'o-2', data: { reason: 'too-many-failures' } }),
    eventOf(5, 'LoginSucceeded', { at: at(40), operator: 'O\'3"%_ 收银', data: opened }),
    eventOf(6, 'WentOffline', { at: at(50), terminal: 't-2', data: { queued: 3 } }),
    alertOf(7, { at: at(30), operator: 'o-2', severity: 'high' }),
    alertOf(8, { at: at(40), operator: 'o-1', severity: 'critical' }),
    alertOf(9, { at: at(20), operator: 'o-3', severity: 'low' }),
    commandOf(10, { at: at(60), command: 'freeze' }),
    eventOf(11, 'CommandAcknowledged', { at: at(62), data: { ...acknowledged(10), command: 'freeze', number: 1 } }),
    commandOf(12, { at: at(70), command: 'unfreeze' }),
  ]);
});

afterAll(() => reporting.close());

const idsOf = async (url: string): Promise<unknown[]> => {
  const { status, body } = await reporting.ask(url);
  expect([status, body['error']]).toEqual([200, undefined]);
  return body.items!.map(({ id }) => id);
};

it('lists operators by id, status, last seen and failures, and finds text literally', async () => {
  expect(await idsOf('/v1/operators')).toEqual(['O\'3"%_ 收银', 'o-1', 'o-2']);
  expect(await idsOf('/v1/operators?status=locked')).toEqual(['o-2']);
  expect(await idsOf('/v1/operators?status=active&sort=-lastSeen')).toEqual(['O\'3"%_ 收银', 'o-1']);
  expect(await idsOf('/v1/operators?sort=-consecutiveFailures&limit=1')).toEqual(['o-2']);
  expect(await idsOf('/v1/operators?q=%25')).toEqual(['O\'3"%_ 收银']);
  expect(await idsOf('/v1/operators?q=(a%2B)%2B%24')).toEqual([]);
});

it('shows one operator now, as of an instant, and as of what was known at one', async () => {
  const { body } = await reporting.ask('/v1/operators/o-2');
  expect(body).toMatchObject({ id: 'o-2', status: 'locked', consecutiveFailures: 2 });
  const then = await reporting.ask(`/v1/operators/o-2?asOf=${encodeURIComponent(instantAt(15))}`);
  expect(then.body).toMatchObject({ status: 'active', consecutiveFailures: 1 });
  const known = await reporting.ask(`/v1/operators/o-2?knownAt=${encodeURIComponent(instantAt(25))}`);
  expect(known.body).toMatchObject({ status: 'active', consecutiveFailures: 2 });
  expect((await reporting.ask(`/v1/operators/o-2?asOf=${instantAt(5)}`)).status).toBe(404);
  expect((await reporting.ask('/v1/operators/nobody')).body['error']).toMatchObject({ code: 'not-found' });
});

it('finds an operator whose id needs every kind of escaping', async () => {
  const { body } = await reporting.ask(`/v1/operators/${encodeURIComponent('O\'3"%_ 收银')}`);
  expect(body['id']).toBe('O\'3"%_ 收银');
});

it('pages through a timeline, newest first, and stops', async () => {
  const names: unknown[] = [];
  let url = '/v1/operators/o-2/timeline?limit=2';
  for (
    let cursor: string | undefined = '';
    cursor !== undefined;
    url = `/v1/operators/o-2/timeline?limit=2&cursor=${cursor}`
  ) {
    const { body } = await reporting.ask(url);
    names.push(...body.items!.map(({ name }) => name));
    cursor = body.nextCursor;
  }
  expect(names).toEqual(['OperatorLocked', 'LoginFailed', 'LoginFailed']);
  const range = `from=${instantAt(15)}&to=${instantAt(25)}`;
  expect((await reporting.ask(`/v1/operators/o-2/timeline?${range}`)).body.items).toHaveLength(1);
});

it('lists terminals by state and store, and shows one with its timeline and gaps', async () => {
  expect(await idsOf('/v1/terminals?state=offline')).toEqual(['t-2']);
  expect(await idsOf('/v1/terminals?store=s-1&sort=-lastSeen')).toEqual(['t-1', 't-2']);
  expect(await idsOf('/v1/terminals?state=frozen')).toEqual(['t-1']);
  expect(await idsOf('/v1/terminals?store=s-2')).toEqual([]);
  expect((await reporting.ask('/v1/terminals/t-1')).body).toMatchObject({
    id: 't-1',
    journal: { epoch: 1, sequence: 11 },
    frozen: true,
    commands: { pending: 1, oldestPendingAt: instantAt(70), lastLatencyMs: 2_000 },
    keys: 0,
  });
  expect((await reporting.ask('/v1/terminals/t-1/timeline')).body.items).toHaveLength(6);
  const gaps = await reporting.ask('/v1/terminals/t-2/gaps');
  expect(gaps.body.items).toEqual([
    expect.objectContaining({ epoch: 1, from: 1, to: 5, status: 'open', missing: [[1, 5]] }),
  ]);
});

it('lists what a terminal was told and what became of it, newest first, in pages', async () => {
  const { body } = await reporting.ask('/v1/terminals/t-1/commands/history?limit=1');
  expect(body.items).toMatchObject([{ command: 'unfreeze', status: 'pending', reason: 'because', actor: 'admin' }]);
  const next = await reporting.ask(`/v1/terminals/t-1/commands/history?limit=1&cursor=${body.nextCursor}`);
  expect(next.body.items).toMatchObject([
    { command: 'freeze', status: 'done', acknowledgedAt: instantAt(62), latencyMs: 2_000 },
  ]);
  expect(next.body.nextCursor).toBeUndefined();
});

it('lists alerts, newest first, and by every order and filter', async () => {
  const operatorsOf = async (query: string): Promise<unknown[]> =>
    (await reporting.ask(`/v1/alerts?${query}`)).body.items!.map(({ operatorId }) => operatorId);
  expect(await operatorsOf('')).toEqual(['o-3', 'o-1', 'o-2']);
  expect(await operatorsOf('sort=raisedAt')).toEqual(['o-2', 'o-1', 'o-3']);
  expect(await operatorsOf('sort=-severity')).toEqual(['o-1', 'o-2', 'o-3']);
  expect(await operatorsOf('sort=severity')).toEqual(['o-3', 'o-2', 'o-1']);
  expect(await operatorsOf('sort=-lastAt')).toEqual(['o-1', 'o-2', 'o-3']);
  expect(await operatorsOf('severity=critical')).toEqual(['o-1']);
  expect(await operatorsOf('operator=o-2&rule=R1&terminal=t-1&store=s-1')).toEqual(['o-2']);
  expect(await operatorsOf('status=superseded')).toEqual([]);
  expect(await operatorsOf(`from=${instantAt(25)}&to=${instantAt(35)}`)).toEqual(['o-2']);
});

it('gives an alert the title of its rule, in both languages', async () => {
  const [id] = await idsOf('/v1/alerts?operator=o-2');
  const alert = (await reporting.ask(`/v1/alerts/${String(id)}`)).body;
  const rule = (await reporting.ask('/v1/rules/R1')).body;
  expect(alert['title']).toEqual(rule['title']);
  expect(rule['title']).toEqual({ en: expect.stringMatching(/\w/), zh: expect.stringMatching(/\p{sc=Han}/u) });
  expect((await reporting.ask('/v1/rules')).body.items!.map(({ id: ruleId }) => ruleId)).toContain('R1');
  expect((await reporting.ask('/v1/rules/R999')).status).toBe(404);
});

it('lists alerts by what people made of them, and as one for each key', async () => {
  const at = start + 100_000;
  const [first] = await idsOf('/v1/alerts?operator=o-1');
  const stream = `alert-${String(first)}`;
  const data = { actor: 'wang', assignee: 'li.na' };
  await reporting.project([platformEventOf(13, 'AlertAssigned', { stream, at, revision: 1, data })]);
  expect(await idsOf('/v1/alerts?assignee=li.na')).toEqual([first]);
  expect(await idsOf('/v1/alerts?status=acknowledged')).toEqual([]);
  const { body } = await reporting.ask('/v1/alerts?group=key&limit=2');
  expect(body.items).toEqual([
    expect.objectContaining({ key: 'operator:o-1', count: 1, severity: 'critical', latest: first }),
    expect.objectContaining({ key: 'operator:o-2', count: 1 }),
  ]);
  const rest = await reporting.ask(`/v1/alerts?group=key&limit=2&cursor=${body.nextCursor}`);
  expect(rest.body.items!.map(({ key }) => key)).toEqual(['operator:o-3']);
  const history = (await reporting.ask(`/v1/alerts/${String(first)}/history`)).body.items;
  expect(history!.map(({ name, actor }) => [name, actor])).toEqual([
    ['AlertAssigned', 'wang'],
    ['AlertRaised', undefined],
  ]);
});

it('says what is due, who is at risk, and what a rule is worth', async () => {
  const [alert] = (await reporting.ask('/v1/alerts?operator=o-1')).body.items!;
  expect(alert).toMatchObject({ openedAt: instantAt(40), acknowledgeBy: instantAt(40 + 900), overdue: 'acknowledge' });
  const risk = (await reporting.ask('/v1/risk')).body;
  expect(risk.items!.map(({ id }) => id)).toEqual(['o-1', 'o-2', 'o-3']);
  const [most] = risk.items as unknown as { score: number; alerts: number }[];
  const account = (await reporting.ask('/v1/operators/o-1/risk')).body as unknown as RiskAccount;
  expect(account).toMatchObject({ kind: 'operator', id: 'o-1', alerts: most!.alerts, halfLifeMs: 7 * 86_400_000 });
  expect(account.score).toBeCloseTo(most!.score, 3);
  expect(account.items.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(account.score, 6);
  expect((await reporting.ask('/v1/stores/nowhere/risk')).body).toMatchObject({ score: 0, alerts: 0, items: [] });
  expect((await reporting.ask(`/v1/risk?asOf=${instantAt(35)}`)).body.items!.map(({ id }) => id)).toEqual([
    'o-2',
    'o-3',
  ]);
  expect((await reporting.ask('/v1/rules/R1/scorecard')).body).toMatchObject({
    alerts: 3,
    open: 3,
    verdict: 'too-few',
  });
  expect((await reporting.ask('/v1/rules/R1')).body).toMatchObject({ stage: 'live', scorecard: { alerts: 3 } });
  expect((await reporting.ask('/v1/rules/R999/scorecard')).status).toBe(404);
});

it('adds it all up', async () => {
  const { body } = await reporting.ask('/v1/overview');
  expect(body).toMatchObject({
    operators: { total: 3, locked: 1, disabled: 0 },
    terminals: { total: 2, offline: 1, withOpenGaps: 2, frozen: 1 },
    alerts: { open: 3, bySeverity: { low: 1, medium: 0, high: 1, critical: 1 } },
    position: { log: 13, readModels: 13 },
  });
  const counters = (await reporting.ask(`/v1/counters?from=${instantAt(-60)}&to=${instantAt(120)}`)).body.items!;
  const sum = (name: string): number => counters.reduce((total, counter) => total + Number(counter[name]), 0);
  expect(['succeeded', 'failed', 'locked', 'other', 'alerts'].map(sum)).toEqual([2, 2, 1, 2, 3]);
});

it('says whether it is alive, whether it is ready and how far behind, and its figures', async () => {
  expect((await reporting.ask('/healthz', { token: '' })).body).toEqual({ status: 'ok' });
  expect((await reporting.ask('/readyz', { token: '' })).body).toEqual({ status: 'ready', lagEvents: 0 });
  const { text } = await reporting.ask('/metrics', { token: '' });
  expect(text).toContain('tillwatch_live_clients 0');
  expect(text).toContain('tillwatch_http_request_seconds_count{method="GET",route="/v1/operators/:id",status="200"}');
});

it('stays alive, is not ready and asks to come back later while the database is away', async () => {
  await reporting.database.close();
  expect((await reporting.ask('/healthz')).status).toBe(200);
  for (const url of ['/readyz', '/v1/overview', '/v1/operators']) {
    const { status, headers, body } = await reporting.ask(url);
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body['error']).toMatchObject({ code: 'unavailable' });
  }
});
