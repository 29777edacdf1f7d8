import type { RuleStage } from '@tillwatch/events';
import { postgresEventStore, type EventStore } from '@tillwatch/event-store';
import { beat, cases, day, hour, login, minute, play, type Step } from './deadline-cases.contract.js';
import type { Deadline } from './deadline.js';
import { deadlines } from './deadlines.js';
import { judgeDeadlines, type JudgingReport } from './judge-deadlines.js';
import { listDeadlines } from './list-deadlines.js';
import { noon, openLiveLog, shuffled, type LiveLog } from './live-log.contract.js';

let log: LiveLog;
beforeEach(async () => void (log = await openLiveLog()));
afterEach(() => log.drop());

const deadlineOf = (id: string): Deadline => deadlines.find((deadline) => deadline.id === id)!;
const r14 = deadlineOf('R14');
const r15 = deadlineOf('R15');
const r30a = deadlineOf('R30a');

interface Judging {
  store?: Pick<EventStore, 'append' | 'head' | 'readAll'>;
  /** Seconds after noon. */
  listeningSince?: number;
}

function judge(judged: Deadline | readonly Deadline[], at: number, judging: Judging = {}): Promise<JudgingReport> {
  const { store = log.store, listeningSince = -day } = judging;
  return judgeDeadlines({
    ...{ database: log.database, store, tenant: 'default', nowMs: noon + at * 1_000 },
    ...{ listeningSinceMs: noon + listeningSince * 1_000, deadlines: [judged].flat() },
  });
}

const events = () =>
  log.rows(
    `SELECT split_part(type, '.', 2) AS name FROM tillwatch.events WHERE starts_with(stream, 'alert-') ORDER BY position`,
  );
const names = async () => (await events()).map(({ name }) => name);
const opened = [login(1, 0), beat(2, 13 * hour)];

it('is told once by two who judge at the same moment', async () => {
  await play(log, opened);
  const stores = Array.from({ length: 6 }, () => postgresEventStore(log.database));
  const reports = await Promise.all(stores.map((store) => judge(r15, 13 * hour, { store })));
  expect(await names()).toEqual(['AlertRaised']);
  expect(reports.reduce((sum, { told }) => sum + told, 0)).toBe(1);
});

it('is told once by one who dies after the append and does not know of it', async () => {
  await play(log, opened);
  const dies: EventStore = {
    ...log.store,
    async append(appends) {
      await log.store.append(appends);
      throw new Error('killed');
    },
  };
  expect(await judge(r15, 13 * hour, { store: dies })).toMatchObject({ told: 0, failed: [{ rule: 'R15' }] });
  // The read models have not heard of it yet when the next one judges.
  expect(await judge(r15, 13 * hour)).toMatchObject({ told: 0 });
  await log.projector.catchUp();
  expect(await judge(r15, 13 * hour)).toMatchObject({ told: 0 });
  expect(await names()).toEqual(['AlertRaised']);
});

it('waits while data of its terminal is missing, says so, and is told when that has come', async () => {
  await play(log, [login(1, 0), beat(4, 20 * hour)]);
  const at = { nowMs: noon + 20 * hour * 1_000 };
  expect(await judge(r15, 20 * hour)).toMatchObject({ told: 0 });
  const pending = { rule: 'R15', state: 'pending-data', key: 'operator:o-1', terminalId: 't-1' };
  const until = new Date(noon).toISOString();
  expect((await listDeadlines(log.database, { ...at, rule: 'R15' })).items).toMatchObject([
    { ...pending, dataCompleteUntil: until, startedAt: until, dueAt: '2026-01-06T00:00:00.000Z' },
  ]);
  // The negative control: by the clock alone it would have been told.
  const byClock = { ...r15, id: 'by-clock', basis: 'clock' as const };
  expect(await judge(byClock, 20 * hour)).toMatchObject({ told: 1 });
  await play(log, [beat(2, 5 * hour), beat(3, 13 * hour)]);
  expect((await listDeadlines(log.database, { ...at, rule: 'R15' })).items).toMatchObject([{ state: 'overdue' }]);
  expect(await judge(r15, 20 * hour)).toMatchObject({ told: 1 });
  await log.projector.catchUp();
  const [overdue] = (await listDeadlines(log.database, { ...at, rule: 'R15' })).items;
  expect(overdue).toMatchObject({ state: 'overdue', alertId: expect.any(String) });
});

it('is no alert when what was missing shows that it was done', async () => {
  const logout = { name: 'LoggedOut', terminal: 't-1', operator: 'o-1', data: { sessionId: 's', reason: 'operator' } };
  await play(log, [login(1, 0), beat(3, 20 * hour)]);
  await judge(r15, 20 * hour);
  await play(log, [{ ...logout, sequence: 2, at: hour, recorded: 21 * hour }]);
  await judge(r15, 21 * hour);
  expect(await names()).toEqual([]);
});

it('is listed before its time as due soon, and not at all long before', async () => {
  await play(log, [login(1, 0), beat(2, 11 * hour)]);
  const listed = async (at: number) =>
    (await listDeadlines(log.database, { nowMs: noon + at * 1_000, rule: 'R15' })).items.map(({ state }) => state);
  expect([await listed(10 * hour), await listed(11.5 * hour)]).toEqual([[], ['due-soon']]);
});

it('has a new start when it is overdue again: another alert', async () => {
  const logout = { ...beat(3, 14 * hour), name: 'LoggedOut', operator: 'o-1', data: { sessionId: 's' } };
  const steps = [
    [opened, 13 * hour],
    [[logout], 14 * hour],
    [[login(4, 15 * hour), beat(5, 30 * hour)], 30 * hour],
  ] as const;
  for (const [step, at] of steps) {
    await play(log, step);
    await judge(r15, at);
    await log.projector.catchUp();
  }
  expect(await names()).toEqual(['AlertRaised', 'AlertCleared', 'AlertRaised']);
  expect(await log.rows('SELECT first_at, cleared_at FROM read_models.alerts ORDER BY first_at')).toEqual([
    { first_at: noon, cleared_at: noon + 14 * hour * 1_000 },
    { first_at: noon + 15 * hour * 1_000, cleared_at: null },
  ]);
});

it('is told again, on the same alert, with each later time that passes, and opens it when somebody had closed it', async () => {
  await play(log, [login(1, 0), beat(2, 76 * day)]);
  await judge(r14, 76 * day);
  await log.projector.catchUp();
  const [{ id } = {}] = await log.rows<{ id: string }>('SELECT id FROM read_models.alerts');
  const closed = { actor: 'a', reason: 'benign' as const };
  await play(log, [{ stream: `alert-${id}`, say: 'AlertResolved', at: 77 * day, data: closed }, beat(3, 91 * day)]);
  await judge(r14, 91 * day);
  await log.projector.catchUp();
  expect(await names()).toEqual(['AlertRaised', 'AlertResolved', 'AlertRevised']);
  expect(await log.rows(`SELECT status, document->>'severity' AS severity FROM read_models.alerts`)).toEqual([
    { status: 'open', severity: 'medium' },
  ]);
});

it('tells a later time only when the data is complete up to it, and the earlier one meanwhile', async () => {
  await play(log, [login(1, 0), beat(2, 76 * day)]);
  await judge(r14, 95 * day);
  await log.projector.catchUp();
  expect(await log.rows(`SELECT document->>'severity' AS severity FROM read_models.alerts`)).toEqual([
    { severity: 'low' },
  ]);
});

it('clears a dormancy with the login that ends it, and tells of that', async () => {
  const both = [r14, deadlineOf('R14-return')];
  await play(log, [login(1, 0), beat(2, 91 * day)]);
  await judge(both, 91 * day);
  await play(log, [login(1, 95 * day, { terminal: 't-2' })]);
  for (const at of [95 * day + 1, 96 * day]) {
    await judge(both, at);
    await log.projector.catchUp();
  }
  expect(await names()).toEqual(['AlertRaised', 'AlertCleared', 'AlertRaised']);
});

it('judges the others when one of them fails', async () => {
  await play(log, opened);
  const broken = { ...r15, id: 'broken', unmet: () => ({ text: 'SELECT nonsense', values: [] }) };
  const report = await judge([broken, r15], 13 * hour);
  expect(report).toMatchObject({ told: 1, failed: [{ rule: 'broken' }] });
});

it('finds the same whatever arrived first', async () => {
  const told = [
    ...[login(1, 0), beat(2, hour), login(3, 2 * hour, { operator: 'o-2' }), beat(4, 100 * day)],
    { ...beat(1, 3 * hour), terminal: 't-2', name: 'PasswordChanged', operator: 'o-2' },
    login(2, 99 * day, { terminal: 't-2' }),
    beat(3, 100 * day, { terminal: 't-2' }),
  ].map((event) => ({ ...event, recorded: 100 * day }));
  const outcome = async () => {
    await judge(deadlines, 100 * day + 60);
    await log.projector.catchUp();
    return log.rows<{ rule: string }>(
      'SELECT id, rule, severity, first_at, last_at FROM read_models.alerts ORDER BY rule, id',
    );
  };
  await play(log, told);
  const inOrder = await outcome();
  expect(inOrder.map(({ rule }) => rule)).toEqual(['R14', 'R14-return', 'R15', 'R22']);
  for (let seed = 1; seed <= 6; seed++) {
    await log.drop();
    log = await openLiveLog();
    await play(log, shuffled(told, seed));
    expect([seed, await outcome()]).toEqual([seed, inOrder]);
  }
});

it('judges at the instant up to which the read models know everything', async () => {
  await play(log, [beat(1, 0)]);
  await log.append([beat(2, 14 * minute)]); // in the log, and in no read model
  const report = await judge(r30a, 20 * minute);
  expect(report).toMatchObject({ told: 0, judgedAtMs: noon + (14 * minute + 1) * 1_000 });
  await log.projector.catchUp();
  expect(await judge(r30a, 20 * minute)).toMatchObject({ told: 0, judgedAtMs: noon + 20 * minute * 1_000 });
});

it('calls no terminal silent for the time we did not listen ourselves', async () => {
  await play(log, [beat(1, 0)]);
  const listeningSince = hour;
  expect(await judge(r30a, hour + 14 * minute, { listeningSince })).toMatchObject({ told: 0 });
  expect(await judge(r30a, hour + 15 * minute, { listeningSince })).toMatchObject({ told: 1 });
});

const staged = (stage: RuleStage, at: number, stores?: string[]) => ({
  stream: 'rule-R15',
  say: 'RuleStageChanged' as const,
  at,
  data: { actor: 'a', rule: 'R15', version: r15.version, stage, reason: 'r', ...(stores && { stores }) },
});

it.each<[string, ReturnType<typeof staged>[], { alerts: number; shadows: number }]>([
  ['in shadow, tells nobody and keeps what it would have told', [staged('shadow', -60)], { alerts: 0, shadows: 1 }],
  ['retired, judges nothing', [staged('retired', -60)], { alerts: 0, shadows: 0 }],
  [
    'live in another store only, is silent here',
    [staged('draft', -60), staged('live', -30, ['s-9'])],
    { alerts: 0, shadows: 0 },
  ],
  ['live in this store only, is told', [staged('draft', -60), staged('live', -30, ['s-1'])], { alerts: 1, shadows: 0 }],
  ['live since its time had passed, leaves the past alone', [staged('live', 12.5 * hour)], { alerts: 0, shadows: 0 }],
])('%s', async (_, stages, expected) => {
  await play(log, [...stages, ...opened]);
  for (const at of [13 * hour, 14 * hour]) {
    await judge(r15, at);
    await log.projector.catchUp();
  }
  const [counts] = await log.rows(
    `SELECT (SELECT count(*) FROM read_models.alerts) AS alerts, (SELECT count(*) FROM read_models.shadow_findings) AS shadows`,
  );
  expect(counts).toEqual(expected);
});

describe('what was recorded in shadow', () => {
  const shadows = async () => {
    const [shadow] = await log.rows<{ document: Record<string, unknown> }>(
      'SELECT document FROM read_models.shadow_findings',
    );
    const { clearedAt = null, superseded } = shadow!.document;
    return { clearedAt, superseded };
  };
  const logout = { ...beat(3, 14 * hour), name: 'LoggedOut', operator: 'o-1', data: { sessionId: 's' } };
  const at = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();

  it.each<[string, Step[], { clearedAt: string | null; superseded: boolean }]>([
    ['stays while nothing changes', [], { clearedAt: null, superseded: false }],
    ['is cleared by what ends the deadline', [logout], { clearedAt: at(14 * hour), superseded: false }],
    ['is superseded by what shows that it was done in time', [{ ...logout, terminal: 't-1', epoch: 1, sequence: 3, at: 2 * hour, recorded: 14 * hour }], { clearedAt: null, superseded: true }],
    ['is cleared when the deadline goes live', [staged('live', 15 * hour)], { clearedAt: at(15 * hour), superseded: false }],
    ['is cleared when the deadline is retired', [staged('retired', 15 * hour)], { clearedAt: at(15 * hour), superseded: false }],
    ['is cleared when its store goes live', [staged('live', 15 * hour, ['s-1'])], { clearedAt: at(15 * hour), superseded: false }],
    ['stays when another store goes live', [staged('live', 15 * hour, ['s-9'])], { clearedAt: null, superseded: false }],
  ])('%s, and alerts nobody', async (_, steps, expected) => {
    await play(log, [staged('shadow', -60), ...opened]);
    await judge(r15, 13 * hour);
    await log.projector.catchUp();
    expect(await shadows()).toEqual({ clearedAt: null, superseded: false });
    await play(log, steps);
    const ended = [];
    for (const again of [16 * hour, 17 * hour]) {
      ended.push((await judge(r15, again)).ended);
      await log.projector.catchUp();
    }
    expect(await shadows()).toEqual(expected);
    expect(ended).toEqual([expected.superseded || expected.clearedAt !== null ? 1 : 0, 0]);
    expect(await names()).toEqual([]);
  }); // prettier-ignore
});

it('tells more than fits in one judging in the next, and says that there is more', async () => {
  const many = Array.from({ length: 600 }, (_, n) => [
    login(1, n, { terminal: `t-${n}`, operator: `o-${n}` }),
    beat(2, 13 * hour, { terminal: `t-${n}` }),
  ]);
  await log.append(many.flat());
  await log.projector.catchUp();
  expect(await judge(r15, 13 * hour)).toMatchObject({ told: 500, limited: ['R15'] });
  await log.projector.catchUp();
  expect(await judge(r15, 13 * hour)).toMatchObject({ told: 100, limited: [] });
});

it('is told to nobody for what an ordinary day brings', async () => {
  await play(log, [...cases.find(({ id }) => id === 'R15')!.given.slice(0, 1), beat(2, hour)]);
  expect(await judge(deadlines, hour + minute)).toMatchObject({ told: 0, ended: 0, limited: [] });
});
