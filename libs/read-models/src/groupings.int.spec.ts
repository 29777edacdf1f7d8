import { listAlerts } from './alerts.js';
import { openLiveLog, type LiveLog, type Told } from './live-log.contract.js';

/** Whoever projects has seen nothing of what came before: all it knows of a key is what it loads. */
let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const daySeconds = 86_400;
const sequences = new Map<string, number>();

function told(name: string, at: number, more: Partial<Told> = {}): Told {
  const terminal = more.terminal ?? 't-1';
  const sequence = (sequences.get(terminal) ?? 0) + 1;
  sequences.set(terminal, sequence);
  return { name, at, operator: 'o-1', ...more, terminal, sequence };
}

async function tell(...events: Told[]): Promise<void> {
  await log.append(events);
  await log.newProjector().catchUp();
}

async function found(rule: string) {
  const { items } = await listAlerts(log.database, { rule, limit: 100 });
  return items.map(({ key, count, status }) => `${key} ${count} ${status}`).sort();
}

it('loads what happened in a store, whichever terminal told it', async () => {
  for (let i = 0; i < 5; i++) {
    const terminal = `t-${i % 2}`;
    await tell(told('LoginFailed', i * 60, { operator: `o-${i}`, terminal, data: { reason: 'invalid-password' } }));
  }
  expect(await found('R3')).toEqual(['store:s-1 5 open']);
  for (let i = 0; i < 5; i++) {
    await tell(told('OperatorLocked', 600 + i, { operator: `o-${i}`, data: { reason: 'too-many-failures' } }));
  }
  expect(await found('R8')).toEqual(['store:s-1 5 open']);
});

it('loads what somebody did, in every store, and the role they were given before', async () => {
  await tell(told('RoleChanged', 0, { operator: 'boss', data: { role: 'supervisor', actor: 'o-9' } }));
  for (let i = 0; i < 10; i++) {
    const data = { channel: 'vendor', actor: 'boss', temporary: true, caseId: 'c' };
    await tell(told('PasswordReset', 60 + i, { operator: `o-${i}`, terminal: `t-${i}`, store: `s-${i}`, data }));
  }
  expect(await found('R18')).toEqual(['actor:boss 10 open']);
  expect(await found('R24')).toEqual(['actor:boss 8 open']);
  expect(await found('R18-store')).toEqual([]);
});

it('loads where an operator signed in during the weeks before, and what was enrolled long ago', async () => {
  const login = (day: number, terminal = 't-1') => {
    const data = { sessionId: `s-${day}`, factors: ['password'] };
    return told('LoginSucceeded', day * daySeconds, { terminal, data });
  };
  await tell(told('FactorEnrolled', -200 * daySeconds, { data: { factor: 'card' } }));
  await tell(...[0, 1, 2, 3].map((day) => login(day)));
  await tell(login(22, 't-2'));
  await tell(login(23), login(24, 't-2'));
  expect(await found('R12')).toEqual(['operator:o-1 1 open']);
  expect((await found('R25')).length).toBe(7);
});

it('loads at what time of day an operator signed in during the weeks before', async () => {
  const login = (at: number) => told('LoginSucceeded', at, { data: { sessionId: `s-${at}`, factors: ['password'] } });
  for (const week of [0, 1, 2, 3]) await tell(login(week * 7 * daySeconds));
  await tell(login(22 * daySeconds + 36_000));
  await tell(login(23 * daySeconds + 36_000), login(24 * daySeconds));
  expect(await found('R12-hour')).toEqual(['operator:o-1 1 open']);
});

it('loads the heartbeats that tell of a wrong clock, and none of the others', async () => {
  const heartbeat = (at: number, clockOffsetMs: number) =>
    told('Heartbeat', at, { data: { queued: 0, clockOffsetMs } });
  await tell(heartbeat(0, 180_000));
  await tell(heartbeat(300, 0), heartbeat(600, 180_000));
  expect(await found('R30c')).toEqual(['terminal:t-1 2 open']);
  expect(await log.rows('SELECT routine FROM read_models.timeline ORDER BY position')).toEqual([
    { routine: false },
    { routine: true },
    { routine: false },
  ]);
});

it('supersedes what is withdrawn, though another process told it', async () => {
  await tell(told('OperatorLocked', 0, { data: { reason: 'too-many-failures' } }));
  await tell(told('OperatorUnlocked', 60, { data: { channel: 'bank', actor: 'o-9' } }));
  expect(await found('R6')).toEqual(['operator:o-1 1 open']);
  const data = { channel: 'bank', actor: 'o-9', temporary: true, caseId: 'c' };
  await tell(told('PasswordReset', 120, { data }));
  expect(await found('R6')).toEqual([]);
  expect(await log.rows(`SELECT status FROM read_models.alerts WHERE rule = 'R6'`)).toEqual([{ status: 'superseded' }]);
});
