import { beat, cancelled, hour, login, minute, play, shift } from './deadline-cases.contract.js';
import { deadlines } from './deadlines.js';
import { judgeDeadlines } from './judge-deadlines.js';
import { noon, openLiveLog, type LiveLog } from './live-log.contract.js';

let log: LiveLog;
beforeEach(async () => void (log = await openLiveLog()));
afterEach(() => log.drop());

/** How many alerts of one deadline are told at a time, seconds after noon. */
async function judge(id: string, at: number): Promise<number> {
  const { database, store } = log;
  const report = await judgeDeadlines({
    ...{ database, store, tenant: 'default', nowMs: noon + at * 1_000, listeningSinceMs: 0 },
    deadlines: deadlines.filter((deadline) => deadline.id === id),
  });
  await log.projector.catchUp();
  expect(report.failed).toEqual([]);
  return report.told;
}

it('calls no terminal silent that was shut down, that never beat, or whose store is closed', async () => {
  const shut = { name: 'TerminalStopped', terminal: 't-2', sequence: 2, at: 10, data: { reason: 'closing' } };
  const never = { name: 'TerminalStarted', terminal: 't-3', sequence: 1, at: 10, data: { softwareVersion: '1' } };
  // Noon of 5 January UTC is 20:00 of a Monday in Shanghai.
  const calendar = { timeZone: 'Asia/Shanghai', hours: { mon: ['09:00-20:10'], tue: ['09:00-22:00'] } };
  await play(log, [
    { stream: 'store-s-1', say: 'StoreCalendarSet', at: -60, data: { actor: 'a', store: 's-1', ...calendar } },
    ...[
      beat(1, 0),
      beat(1, 0, { terminal: 't-2', store: 's-2' }),
      { ...shut, store: 's-2' },
      { ...never, store: 's-2' },
    ],
  ]);
  expect(await judge('R30a', 30 * minute)).toBe(0);
  // It opens at 09:00, 13 hours after noon UTC, and 15 minutes of it have to pass.
  expect(await judge('R30a', 13 * hour + 14 * minute)).toBe(0);
  expect(await judge('R30a', 13 * hour + 15 * minute)).toBe(1);
});

it('closes sessions by the hours of their store', async () => {
  const calendar = { timeZone: 'Asia/Shanghai', hours: { mon: ['09:00-22:00'] } };
  await play(log, [
    { stream: 'store-s-1', say: 'StoreCalendarSet', at: -60, data: { actor: 'a', store: 's-1', ...calendar } },
    ...[login(1, 0), beat(2, 3 * hour), login(1, 0, { operator: 'o-2', store: 's-2', terminal: 't-2' })],
    beat(2, 3 * hour, { terminal: 't-2', store: 's-2' }),
  ]);
  expect(await judge('R15', 2.5 * hour - 1)).toBe(0);
  expect(await judge('R15', 2.5 * hour)).toBe(1);
});

it('judges a roster that was told later, or taken back, as if it had been known', async () => {
  const early = shift(-8 * hour, -2 * hour);
  const cover = shift(-hour, 2 * hour);
  const leave = shift(-hour, 12 * hour, 'leave');
  const steps = [
    [[login(1, 0)], []],
    [[early], ['AlertRaised']],
    [[cover], ['AlertSuperseded']],
    [[cancelled(cover, hour)], []],
  ] as const;
  const expected: string[] = [];
  for (const [step, more] of steps) {
    await play(log, step);
    await judge('R11', hour);
    expected.push(...more);
    expect(await names()).toEqual(expected);
  }
  await play(log, [login(2, 60), shift(-minute, hour), leave]);
  await judge('R11', hour);
  expect(await names()).toEqual([...expected, 'AlertRaised']);
});

async function names(): Promise<unknown[]> {
  const text = `SELECT split_part(type, '.', 2) AS name FROM tillwatch.events
                WHERE starts_with(stream, 'alert-') ORDER BY position`;
  return (await log.rows(text)).map(({ name }) => name);
}
