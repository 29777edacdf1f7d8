import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { createAccount, getAccount, setDisabled, setPassword, signIn } from '@tillwatch/accounts';
import type { AccessReviewView, ControlFailureView, DailyReviewDetail } from '@tillwatch/api';
import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import {
  getAccessReview,
  getDailyReview,
  listAccessReviews,
  listControlFailures,
  listDailyReviews,
  readModels,
  rebuild,
} from '@tillwatch/read-models';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';
import { ChangeAccessReview } from './change-access-review.js';
import { SignOffDailyReview } from './sign-off-daily-review.js';

const [hour, day] = [3_600_000, 86_400_000];
const start = Date.UTC(2026, 10, 23, 8);
let now = start;
let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());
afterEach(async () => {
  await compliance.settled();
  const ours = ['control-failures', 'daily-reviews', 'access-reviews'];
  for (const model of readModels.filter(({ name }) => ours.includes(name)))
    expect([model.name, (await rebuild(compliance.service.database, model)).equal]).toEqual([model.name, true]);
});

type Refused = { error?: { code: string; path?: string } };
const post = <Body>(path: string, body: object) => compliance.ask<Body & Refused>('POST', `/v1/${path}`, body);
const outcome = ({ status, body }: { status: number; body: Refused }) =>
  body.error ? [status, body.error.code, ...(body.error.path ? [body.error.path] : [])] : [status];
const at = (ms: number) => new Date(ms).toISOString();

async function guess(operator: string, count: number): Promise<string> {
  await compliance.send(
    ...Array.from({ length: count }, () => ({
      ...{ specversion: '1.0' as const, id: randomUUID(), source: `/terminals/t-${operator}` },
      ...{ type: 'tillwatch.LoginFailed.v1', time: at((now += 1_000)), subject: operator, storeid: 's-1' },
      data: { reason: 'invalid-password' },
    })),
  );
  return (await compliance.alerts(`t-${operator}`, 'R1'))[0]?.id ?? '';
}

describe('the control-failure register', () => {
  const opening = { control: 'audit-logging', startedAt: at(start - hour), description: 'No journal at till 3' };

  it('takes a failure from its start to the assessment of what it meant', async () => {
    const commandId = randomUUID();
    const opened = await post<ControlFailureView>('control-failures', { ...opening, commandId });
    expect([opened.status, opened.body]).toMatchObject([201, { status: 'open', opened: { by: 'administrator' } }]);
    expect((await post<ControlFailureView>('control-failures', { ...opening, commandId })).body).toEqual(opened.body);
    const path = `control-failures/${opened.body.id}`;
    expect(outcome(await post(`${path}/close`, { riskAssessment: 'none' }))).toEqual([409, 'wrong-state']);
    const fixed = { resumedAt: at(start), cause: 'full disk, password: hunter2', fix: 'a larger one' };
    expect(await post(`${path}/resume`, fixed)).toMatchObject({
      status: 200,
      body: { status: 'resumed', durationMs: hour, cause: 'full disk, password: [redacted]' },
    });
    expect(outcome(await post(`${path}/resume`, fixed))).toEqual([409, 'wrong-state']);
    const closed = await post<ControlFailureView>(`${path}/close`, { riskAssessment: 'no logins in the time' });
    expect(closed.body).toMatchObject({ status: 'closed', closed: { riskAssessment: 'no logins in the time' } });
    await compliance.settled();
    const { items } = await listControlFailures(compliance.service.database, { status: 'closed', limit: 5 });
    expect(items).toEqual([closed.body]);
  });

  it.each<[string, object, (string | number)[]]>([
    ['control-failures', { ...opening, control: 'coffee' }, [400, 'parameter-invalid', '/control']],
    ['control-failures', { ...opening, startedAt: 'today' }, [400, 'parameter-invalid', '/startedAt']],
    ['control-failures', { ...opening, startedAt: '2030-01-01T00:00:00Z' }, [400, 'parameter-invalid', '/startedAt']],
    ['control-failures', { ...opening, caseId: '7' }, [400, 'parameter-invalid', '/caseId']],
    [`control-failures/${randomUUID()}/close`, { riskAssessment: 'x' }, [404, 'not-found']],
    [`control-failures/${randomUUID()}/resume`, { cause: 'x', fix: 'y' }, [400, 'parameter-invalid', '/resumedAt']],
  ])('refuses %s with %j', async (path, body, expected) => {
    expect(outcome(await post(path, body))).toEqual(expected);
  });
});

describe('a daily review', () => {
  const signAs = (actor: string, date: string, note = 'seen') =>
    compliance.app.get(CommandBus).execute(new SignOffDailyReview(date, { note }, { tenant: 'default', actor }));

  it('says what of the day is not as it should be, the same at the same position', async () => {
    const date = at(now).slice(0, 10);
    const handled = await guess('o-a', 5);
    const open = await guess('o-b', 5);
    await post(`alerts/${handled}/resolve`, { reason: 'benign' });
    const failure = { control: 'log-review', startedAt: at(now - hour), description: 'Nobody looked' };
    const { body: opened } = await post<ControlFailureView>('control-failures', failure);
    await compliance.ask('POST', '/v1/events', 'no event', { token: 'ingest', headers: { 'content-type': 'application/cloudevents+json' } }); // prettier-ignore
    await compliance.settled();
    const { status, body } = await post<DailyReviewDetail>('daily-reviews', { date });
    expect([status, body]).toMatchObject([201, { id: date, zone: '+00:00', alerts: 2, compiled: { by: 'administrator' } }]); // prettier-ignore
    expect(body.content).toMatchObject({
      alerts: { total: 2, byStatus: { open: 1, resolved: 1 } },
      handlers: ['administrator'],
      checks: { 'alert-unhandled': 1, 'control-failure': 2, 'unsigned-terminal': 2, 'dead-letters': 1, 'gap-open': 0 },
    });
    expect(body.content.exceptions).toEqual(
      expect.arrayContaining([
        { check: 'alert-unhandled', subject: open, detail: 'R1 operator:o-b' },
        { check: 'control-failure', subject: opened.id, detail: 'log-review' },
        { check: 'unsigned-terminal', subject: 't-o-a' },
        { check: 'dead-letters', subject: 'dead-letters', detail: '1' },
      ]),
    );
    expect(body.exceptions).toBe(6);
    expect(body.digest).toBe(sha256Hex(canonicalJson({ ...body.content })));
    await compliance.settled();
    expect(await getDailyReview(compliance.service.database, date)).toEqual(body);
    const again = (await post<DailyReviewDetail>('daily-reviews', { date })).body; // only its own compilation lies between
    expect([again.digest, again.position > body.position]).toEqual([body.digest, true]);
  });

  it('is signed off once, after the day, by somebody who handled none of its alerts', async () => {
    const date = at(now).slice(0, 10);
    expect(outcome(await post(`daily-reviews/${date}/sign-off`, { note: 'seen' }))).toEqual([409, 'wrong-state']);
    now += day;
    const { body } = await post<DailyReviewDetail>('daily-reviews', { date, commandId: randomUUID() });
    await post('four-eyes', { required: true, reason: 'two of us' });
    const sign = (digest = body.digest) => post(`daily-reviews/${date}/sign-off`, { note: 'seen', digest });
    expect(outcome(await sign())).toEqual([403, 'second-person-required']);
    expect(outcome(await sign('ab'.repeat(32)))).toEqual([409, 'wrong-state', '/digest']);
    expect(await signAs('wang', date)).toMatchObject({ signedOff: { by: 'wang', note: 'seen', singlePerson: false } });
    await expect(signAs('zhao', date)).rejects.toMatchObject({ problem: { code: 'wrong-state' } });
    expect(outcome(await post('daily-reviews', { date }))).toEqual([409, 'wrong-state']);
    await post('four-eyes', { required: false, reason: 'alone again' });
  });

  it('marks that one person did both where one has to be enough', async () => {
    const date = at(now).slice(0, 10);
    await post(`alerts/${await guess('o-c', 5)}/acknowledge`, {});
    await compliance.settled();
    now += day;
    await post('daily-reviews', { date });
    const given = { note: 'alone', commandId: randomUUID() };
    const signed = await post<DailyReviewDetail>(`daily-reviews/${date}/sign-off`, given);
    expect([signed.status, signed.body.signedOff]).toMatchObject([200, { by: 'administrator', singlePerson: true }]);
    expect((await post(`daily-reviews/${date}/sign-off`, given)).body).toEqual(signed.body);
    await compliance.settled();
    const { items } = await listDailyReviews(compliance.service.database, { limit: 5 });
    expect(items.map(({ id, signedOff }) => [id, signedOff?.singlePerson])).toMatchObject([[date, true], [expect.any(String), false]]); // prettier-ignore
  });

  it('has its midnights where it is told', async () => {
    const date = '2026-11-20';
    now = Date.UTC(2026, 10, 30);
    const { body } = await post<DailyReviewDetail>('daily-reviews', { date, zone: '+08:00' });
    expect([body.zone, body.alerts]).toEqual(['+08:00', 0]);
  });

  it.each([
    ['daily-reviews', { date: '2026-02-30' }, '/date'],
    ['daily-reviews', { date: '2999-01-01' }, '/date'],
    ['daily-reviews', { date: 'today' }, '/date'],
    ['daily-reviews', { date: '2026-11-20', zone: 'Asia' }, '/zone'],
    ['daily-reviews/2026-11-20/sign-off', {}, '/note'],
    ['daily-reviews/yesterday/sign-off', { note: 'x' }, '/id'],
  ])('refuses %s with %j', async (path, body, fault) => {
    expect(outcome(await post(path, body))).toEqual([400, 'parameter-invalid', fault]);
  });
});

describe('an access review', () => {
  const decision = (operatorId: string, decided = 'keep') => ({ operatorId, decision: decided, reason: 'works here' });

  it('keeps what was known of each account, and closes when all are decided', async () => {
    await guess('r-1', 1);
    await guess('r-2', 1);
    await compliance.settled();
    expect(await listAccessReviews(compliance.service.database, now)).toEqual({ items: [], overdue: true });
    const commandId = randomUUID();
    const { status, body } = await post<AccessReviewView>('access-reviews', { storeId: 's-1', commandId });
    expect([status, body]).toMatchObject([201, { status: 'open', storeId: 's-1', overdue: false }]);
    now += hour;
    await guess('r-3', 1);
    expect((await post<AccessReviewView>('access-reviews', { storeId: 's-1', commandId })).body).toEqual(body);
    const path = `access-reviews/${body.id}`;
    expect(outcome(await post(`${path}/close`, {}))).toEqual([409, 'wrong-state']);
    expect(outcome(await post(`${path}/decisions`, { decisions: [decision('r-3')] }))).toEqual([400, 'parameter-invalid', '/decisions']); // prettier-ignore
    await compliance.settled();
    const known = (await getAccessReview(compliance.service.database, body.id, now))!;
    expect(known.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['r-1', 'r-2']));
    expect(known.items.find(({ id }) => id === 'r-1')).toMatchObject({ status: 'active', storeId: 's-1' });
    const decisions = known.items.map(({ id }, i) => decision(id, i === 0 ? 'remove' : 'keep'));
    expect((await post(`${path}/decisions`, { decisions })).body).toMatchObject({ status: 'decided', undecided: 0 });
    const closed = await post<AccessReviewView>(`${path}/close`, { note: 'one left' });
    expect(closed.body).toMatchObject({ status: 'closed', decisions: { remove: 1 }, closed: { note: 'one left' } });
    expect(outcome(await post(`${path}/decisions`, { decisions }))).toEqual([409, 'wrong-state']);
  });

  it('is overdue half a year after the last one began, and itself when it is not closed in time', async () => {
    const { body } = await post<AccessReviewView>('access-reviews', { dueAt: at(now + day) });
    await compliance.settled();
    const { database } = compliance.service;
    const seen = async (days: number) => {
      const { items, overdue, nextDue } = await listAccessReviews(database, now + days * day);
      expect(nextDue).toBe(at(now + 183 * day));
      return [items.find(({ id }) => id === body.id)!.overdue, overdue];
    };
    expect([await seen(0.9), await seen(1), await seen(183)]).toEqual([[false, false], [true, false], [true, true]]); // prettier-ignore
  });

  it('lets nobody decide on their own account', async () => {
    const { body } = await post<AccessReviewView>('access-reviews', {});
    const data = { actor: 'r-1', decisions: { 'r-1': { decision: 'keep', reason: 'me' } } };
    const wanted = { name: 'AccessReviewDecided' as const, data };
    const own = new ChangeAccessReview(body.id, wanted, { tenant: 'default', actor: 'r-1' });
    await expect(compliance.app.get(CommandBus).execute(own)).rejects.toMatchObject({
      problem: { code: 'second-person-required' },
    });
  });

  it('reviews console accounts as well, and closing it switches off those that are removed', async () => {
    const { service } = compliance;
    const make = (username: string, stores?: string[]) =>
      createAccount(service.accounts, { username, name: username, kind: 'person', roles: ['security-analyst'], ...(stores && { stores }) }, 'x'); // prettier-ignore
    const [kept, gone] = [await make('sun', ['s-9']), await make('wang', ['s-9'])];
    await make('elsewhere', ['s-8']);
    await setPassword(service.accounts, kept, { password: 'correct horse battery', by: 'setup-link', actor: 'sun' });
    now += 100 * day;
    await signIn(service.accounts, { username: 'sun', password: 'correct horse battery' });
    const { body } = await post<AccessReviewView>('access-reviews', { storeId: 's-9' });
    expect(body).toMatchObject({ accounts: 2, undecided: 2 });
    await compliance.settled();
    const seen = async () => (await getAccessReview(service.database, body.id, now))!.consoleItems;
    expect(await seen()).toMatchObject([
      {
        id: kept.id,
        username: 'sun',
        roles: ['security-analyst'],
        status: 'active',
        lastUsed: at(now),
        dormant: false,
      },
      { id: gone.id, username: 'wang', stores: ['s-9'], dormant: true },
    ]);
    const path = `access-reviews/${body.id}`;
    const about = (accountId: string, decided: string) => ({ accountId, decision: decided, reason: 'asked' });
    const both = { operatorId: 'o-1', ...about(kept.id, 'keep') };
    expect(outcome(await post(`${path}/decisions`, { decisions: [both] }))).toEqual([400, 'parameter-invalid', '/decisions']); // prettier-ignore
    const decisions = [about(kept.id, 'change'), about(gone.id, 'remove')];
    expect((await post(`${path}/decisions`, { decisions })).body).toMatchObject({ status: 'decided' });
    expect((await getAccount(service.database, gone.id))!.disabled).toBe(false);
    const close = (actor: string) =>
      compliance.app
        .get(CommandBus)
        .execute(new ChangeAccessReview(body.id, { name: 'AccessReviewClosed', data: { actor } }, { tenant: 'default', actor })); // prettier-ignore
    await expect(close('wang')).rejects.toMatchObject({ problem: { code: 'second-person-required' } });
    expect(await close('li')).toMatchObject({ status: 'closed' });
    expect((await getAccount(service.database, gone.id))!.disabled).toBe(true);
    expect((await getAccount(service.database, kept.id))!.disabled).toBe(false);
    await compliance.settled();
    expect((await seen()).map(({ effect }) => effect)).toEqual(['to-do', 'disabled']);
    await setDisabled(service.accounts, gone.id, { disabled: false, reason: 'back' }, { subject: 'x', name: 'x' });
    await expect(close('li')).rejects.toMatchObject({ problem: { code: 'wrong-state' } });
    expect((await getAccount(service.database, gone.id))!.disabled).toBe(false);
  });

  it.each<[string, object, (string | number)[]]>([
    ['access-reviews', { storeId: 'nowhere' }, [400, 'parameter-invalid', '/storeId']],
    ['access-reviews', { dueAt: '2020-01-01T00:00:00Z' }, [400, 'parameter-invalid', '/dueAt']],
    [`access-reviews/${randomUUID()}/close`, {}, [404, 'not-found']],
    [`access-reviews/${randomUUID()}/decisions`, { decisions: [] }, [400, 'parameter-invalid', '/decisions']],
    [`access-reviews/${randomUUID()}/decisions`, { decisions: [null] }, [400, 'parameter-invalid', '/decisions']],
    [`access-reviews/${randomUUID()}/decisions`, { decisions: [decision('a'), decision('a')] }, [400, 'parameter-invalid', '/decisions']], // prettier-ignore
    [`access-reviews/${randomUUID()}/decisions`, { decisions: [decision('a', 'maybe')] }, [400, 'parameter-invalid', '/decisions']], // prettier-ignore
  ])('refuses %s with %j', async (path, body, expected) => {
    expect(outcome(await post(path, body))).toEqual(expected);
  });
});
