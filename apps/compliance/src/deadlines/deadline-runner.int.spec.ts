import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '@tillwatch/events';
import { silentLog } from '@tillwatch/kernel';
import { connect } from '@tillwatch/postgres';
import { Registry } from 'prom-client';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { DeadlineMetrics } from './deadline-metrics.js';
import { DeadlineRunner, type DeadlineRunnerOptions } from './deadline-runner.js';

const noon = Date.UTC(2026, 0, 5, 12);
const hourMs = 3_600_000;

let now: number;
let compliance: ComplianceFixture;
let running: DeadlineRunner[];
beforeEach(async () => {
  now = noon;
  running = [];
  compliance = await startCompliance(() => now);
});
afterEach(async () => {
  await Promise.all(running.map((runner) => runner.stop()));
  await compliance.close();
});

/** A runner as of an instance of its own, with its metrics. */
function start(options: Partial<DeadlineRunnerOptions> = {}) {
  const { database, store } = compliance.service;
  const registry = new Registry();
  const clock = () => now;
  const metrics = new DeadlineMetrics(registry, clock);
  const given = { database, store, tenant: 'default', clock, log: silentLog, metrics, tickMs: 50 };
  const runner = new DeadlineRunner({ ...given, ...options });
  running.push(runner);
  runner.start();
  return { runner, registry };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await isTrue()); await pause(20)) {
    if (Date.now() > deadline) throw new Error('It did not come true within 30 s.');
  }
}

const event = (sequence: number, type: string, data: object, subject?: string): CloudEvent => ({
  specversion: '1.0',
  id: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
  source: '/terminals/t-1',
  type: `tillwatch.${type}.v1`,
  time: new Date(now).toISOString(),
  ...(subject !== undefined && { subject }),
  epoch: 1,
  sequence: String(sequence),
  data: data as Record<string, unknown>,
});
const login = (sequence: number) => event(sequence, 'LoginSucceeded', { sessionId: 's', factors: ['pin'] }, 'o-1');
const logout = (sequence: number) => event(sequence, 'LoggedOut', { sessionId: 's', reason: 'operator' }, 'o-1');
const beat = (sequence: number) => event(sequence, 'Heartbeat', { queued: 0 });

const alerts = async (rule: string) =>
  compliance.service.database.query(
    `SELECT status, cleared_at, id FROM read_models.alerts WHERE rule = $1 ORDER BY raised_position`,
    [rule],
  );

async function hasJudged(registry: Registry): Promise<boolean> {
  return (await registry.metrics()).includes('tillwatch_deadlines_total{outcome="told"} 0');
}

async function leaveSessionOpen(): Promise<void> {
  await compliance.send(login(1));
  now += 13 * hourMs;
  await compliance.send(beat(2));
}

it('raises what is overdue once, however many run, and clears it when it is done', async () => {
  await leaveSessionOpen();
  for (let instance = 0; instance < 3; instance++) start();
  await until(async () => (await alerts('R15')).length > 0);
  now += hourMs;
  await compliance.send(logout(3));
  await until(async () => (await alerts('R15'))[0]!['cleared_at'] === now);
  expect(await alerts('R15')).toHaveLength(1);
  const { id } = (await alerts('R15'))[0]!;
  await compliance.settled();
  const stored = await compliance.service.store.readStream(`alert-${String(id)}`);
  expect(stored.map(({ type }) => type)).toEqual(['tillwatch.AlertRaised.v1', 'tillwatch.AlertCleared.v1']);
});

it('goes on after a restart where the rows stand, and says nothing twice', async () => {
  await leaveSessionOpen();
  const first = start();
  await until(async () => (await alerts('R15')).length > 0);
  await first.runner.stop();
  const second = start();
  await compliance.send(logout(3));
  await until(async () => (await alerts('R15'))[0]!['cleared_at'] !== null);
  await second.runner.stop();
  expect(await alerts('R15')).toHaveLength(1);
});

it('goes on when another that judged has died without a word', async () => {
  const applicationName = 'dies';
  const database = connect({ url: compliance.url, applicationName });
  const admin = connect({ url: compliance.url, applicationName: 'admin' });
  const dying = start({ database });
  await until(() => hasJudged(dying.registry));
  const other = start();
  const end = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1';
  await Promise.all([dying.runner.stop(), admin.query(end, [applicationName])]);
  await leaveSessionOpen();
  await until(async () => (await other.registry.metrics()).includes('tillwatch_deadlines_total{outcome="told"} 1'));
  expect(await alerts('R15')).toHaveLength(1);
  await Promise.all([database.close(), admin.close()]);
});

it('goes on when the log did not answer for a while, and calls no terminal silent for it', async () => {
  await compliance.send(beat(1));
  const { store } = compliance.service;
  let isAway = true;
  const head = () => (isAway ? Promise.reject(new Error('away')) : store.head());
  const { registry } = start({ store: { ...store, head } });
  now += hourMs;
  await pause(300);
  isAway = false;
  await until(() => hasJudged(registry));
  expect(await alerts('R30a')).toEqual([]);
  now += 15 * 60_000;
  await until(async () => (await alerts('R30a')).length > 0);
});

it('tells in its metrics how far behind it is', async () => {
  const { registry, runner } = start();
  await until(() => hasJudged(registry));
  await runner.stop();
  now += hourMs;
  expect(await registry.metrics()).toContain('tillwatch_deadline_lag_seconds 3600');
});
