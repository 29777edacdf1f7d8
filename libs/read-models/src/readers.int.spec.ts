import { getAlert, listAlerts } from './alerts.js';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { counters } from './minute-counters.js';
import { operatorAsOf } from './operator-as-of.js';
import { getOperator, listOperators } from './operator-state.js';
import { overview } from './overview.js';
import { terminalGaps } from './terminal-gaps.js';
import { getTerminal, listTerminals, terminalJournals } from './terminal-state.js';
import { operatorTimeline, terminalTimeline } from './timeline.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const at = (seconds: number) => noon + seconds * 1_000;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

function told(name: string, seconds: number, sequence: number, more: Partial<Told> = {}): Told {
  return { name, terminal: 't-1', sequence, at: seconds, operator: 'o-1', ...more };
}

async function take(...events: Told[]): Promise<void> {
  await log.append(events);
  await log.projector.catchUp();
}

it('judges a lock and the age of a password at the instant asked about', async () => {
  await take(
    told('PasswordReset', 0, 1, { data: { channel: 'vendor', actor: 'a-1', temporary: true } }),
    told('OperatorLocked', 60, 2, { data: { reason: 'too-many-failures', until: iso(660) } }),
  );
  expect(await getOperator(log.database, 'o-1', at(659))).toMatchObject({
    status: 'locked',
    lock: { since: iso(60), until: iso(660), terminalId: 't-1' },
    password: { mustChange: true },
  });
  expect((await getOperator(log.database, 'o-1', at(660)))!.status).toBe('active');
  await take(told('PasswordReset', 700, 3, { data: { channel: 'vendor', actor: 'a-1', temporary: false } }));
  expect((await getOperator(log.database, 'o-1', at(700 + 3 * 86_400)))!.password).toEqual({
    changedAt: iso(700),
    dueAt: iso(700 + 90 * 86_400),
    ageDays: 3,
    mustChange: false,
  });
});

it('answers what was true at an instant, and what we knew then', async () => {
  await take(told('LoginSucceeded', 10, 1, { data: { sessionId: 's', factors: ['password'] } }));
  await take(told('LoginFailed', 30, 3, { data: { reason: 'invalid-password' } }));
  await take(told('LoginFailed', 20, 2, { data: { reason: 'invalid-password' }, recorded: 5_000 }));
  const failures = async (asOf: number, knownAt?: number) =>
    (await operatorAsOf(log.database, 'o-1', { asOf: at(asOf), ...(knownAt && { knownAt: at(knownAt) }) }))
      ?.consecutiveFailures;
  expect(await failures(5)).toBeUndefined();
  expect([await failures(15), await failures(25), await failures(35)]).toEqual([0, 1, 2]);
  expect([await failures(35, 100), await failures(35, 5_000)]).toEqual([1, 2]);
});

it('does not take what nobody is called for an operator', async () => {
  await take(
    told('LoginFailed', 10, 1, { operator: `unknown-${'0'.repeat(32)}`, data: { reason: 'unknown-operator' } }),
  );
  expect((await listOperators(log.database, { limit: 10, nowMs: at(20) })).items).toEqual([]);
});

it('keeps the ledger of gaps: opened, shrunk, filled, and what the terminal is complete until', async () => {
  await take(told('LoggedOut', 10, 1, { data: { sessionId: 's', reason: 'idle' } }), told('WentOffline', 50, 5));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({
    dataCompleteUntil: iso(10),
    journal: { epoch: 1, sequence: 5 },
    offlineSince: iso(50),
    openGaps: [{ from: 2, to: 4, missing: [[2, 4]], status: 'open' }],
  });
  await take(told('TerminalStarted', 30, 3));
  expect(await terminalGaps(log.database, 't-1')).toMatchObject([{ missing: [[2, 2], [4, 4]], status: 'open' }]); // prettier-ignore
  await take(told('TerminalStarted', 40, 4), told('TerminalStarted', 20, 2, { recorded: 99 }));
  expect(await terminalGaps(log.database, 't-1')).toMatchObject([{ missing: [], status: 'filled', closedAt: iso(99) }]);
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ dataCompleteUntil: iso(50), openGaps: [] });
  const journals = await terminalJournals(log.database, ['t-1', 't-2']);
  expect([...journals]).toMatchObject([['t-1', { revision: 4, epochs: [{ epoch: 1, ranges: [[1, 5, at(50)]] }] }]]);
});

it('lists a terminal timeline in the order of its journal, an operator timeline by corrected time', async () => {
  // Its clock was put back an hour between the two.
  await take(told('LoginFailed', 3_600, 1, { data: { reason: 'invalid-password' } }));
  await take(
    told('LoginFailed', 20, 2, { data: { reason: 'invalid-password' }, recorded: 3_700, marks: ['chain-broken'] }),
  );
  const sequences = async (list: typeof operatorTimeline, id: string) =>
    (await list(log.database, id, { limit: 10 })).items.map(({ sequence }) => sequence);
  expect(await sequences(terminalTimeline, 't-1')).toEqual([2, 1]);
  expect(await sequences(operatorTimeline, 'o-1')).toEqual([1, 2]);
  const [late] = (await operatorTimeline(log.database, 'o-1', { to: at(100), limit: 10 })).items;
  expect(late).toMatchObject({ at: iso(20), recordedAt: iso(3_700), lateByMs: 3_680_000, marks: ['chain-broken'] });
});

it('pages through every list without showing a row twice or leaving one out', async () => {
  const events = Array.from({ length: 23 }, (_, index) =>
    told('LoginFailed', index % 4, 1, {
      terminal: `t-${index}`,
      operator: `o-${index}`,
      data: { reason: 'invalid-password' },
    }),
  );
  await take(...events);
  const { database } = log;
  const lists = {
    operators: (page: Page) => listOperators(database, { sort: 'lastSeen', nowMs: at(50), ...page }),
    byFailures: (page: Page) => listOperators(database, { sort: 'failures', nowMs: at(50), ...page }),
    terminals: (page: Page) => listTerminals(database, { ...page }),
  };
  for (const list of Object.values(lists)) {
    const ids: string[] = [];
    let after: Page['after'];
    do {
      const page = await list(after ? { limit: 5, after } : { limit: 5 });
      ids.push(...page.items.map(({ id }) => id));
      after = page.after;
    } while (after);
    expect([ids.length, new Set(ids).size]).toEqual([23, 23]);
  }
  expect((await listOperators(database, { q: 'O-2', limit: 50, nowMs: at(50) })).items).toHaveLength(4);
  expect((await listOperators(database, { status: 'locked', limit: 50, nowMs: at(50) })).items).toEqual([]);
  await expect(listOperators(database, { limit: 5, nowMs: 0, after: [1, 2, 3] })).rejects.toThrow(RangeError);
});

type Page = { limit: number; after?: readonly (string | number)[] };

it('lists open alerts by what they are about, and sums everything up', async () => {
  const guesses = Array.from({ length: 9 }, (_, index) =>
    told('LoginFailed', index * 10, index + 1, { data: { reason: 'invalid-password' } }),
  );
  await take(...guesses, told('OperatorLocked', 100, 10, { data: { reason: 'too-many-failures' } }));
  const { items } = await listAlerts(log.database, { operator: 'o-1', sort: 'severity', limit: 10 });
  expect(items.length).toBeGreaterThan(0);
  expect(await getAlert(log.database, items[0]!.id)).toEqual(items[0]);
  expect(items[0]).not.toHaveProperty('anchor');
  expect((await listAlerts(log.database, { operator: 'o-2', limit: 10 })).items).toEqual([]);
  expect((await listAlerts(log.database, { from: at(10_000), limit: 10 })).items).toEqual([]);
  const minutes = await counters(log.database, at(0), at(600));
  expect(minutes.map(({ failed, locked }) => [failed, locked])).toEqual([[6, 0], [3, 1]]); // prettier-ignore
  const head = await log.store.head();
  const everything = await overview(log.database, at(200), head);
  expect(everything).toMatchObject({
    operators: { total: 1, locked: 1, disabled: 0 },
    terminals: { total: 1, offline: 0, withOpenGaps: 0 },
    position: { log: head, readModels: head },
  });
  expect(everything.alerts.open).toBe((await listAlerts(log.database, { limit: 100 })).items.length);
});
