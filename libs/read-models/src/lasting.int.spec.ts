import { createDetectionEngine, HABIT_MS, rules } from '@tillwatch/detection';
import { listAlerts } from './alerts.js';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { lastingNames } from './timeline.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const daySeconds = 86_400;

const told = (name: string, sequence: number, day: number, data: object = {}): Told => ({
  name,
  terminal: 't-1',
  sequence,
  at: day * daySeconds,
  operator: 'o-1',
  data: data as Record<string, unknown>,
});
const freeze = (sequence: number, day: number, command = 'freeze') =>
  told('CommandAcknowledged', sequence, day, { command, outcome: 'done', commandId: 'c', number: 1 });
const login = (sequence: number, day: number) => told('LoginSucceeded', sequence, day, { sessionId: `s-${day}` });

const found = async () =>
  (await listAlerts(log.database, { rule: 'R28', limit: 100 })).items.map(({ firstAt }) => Date.parse(firstAt)).sort();
const at = (day: number): number => noon + day * daySeconds * 1_000;

it('has every event in its index that a rule remembers for good, and looks for logins as long as a habit lasts', () => {
  const { lasting } = createDetectionEngine(rules);
  const forGood = (names: readonly string[]) => new Map([...names].map((name) => [name, Infinity]));
  expect(lasting.terminal).toEqual(forGood(lastingNames.terminal));
  expect(lasting.operator).toEqual(new Map([...forGood(lastingNames.operator), ['LoginSucceeded', HABIT_MS]]));
  expect([lasting.store.size, lasting.actor.size]).toEqual([0, 0]);
});

it('knows a terminal as frozen a month later, whoever projects then', async () => {
  await log.append([freeze(1, 0), login(2, 1)]);
  await log.newProjector().catchUp();
  await log.append([login(3, 30)]);
  await log.newProjector().catchUp();
  expect(await found()).toEqual([at(1), at(30)]);
  await log.append([freeze(4, 31, 'unfreeze'), login(5, 31)]);
  await log.newProjector().catchUp();
  await log.append([login(6, 60)]);
  await log.newProjector().catchUp();
  expect(await found()).toEqual([at(1), at(30)]);
});
