import { randomUUID } from 'node:crypto';
import type { AlertCommandAnswer, SilenceView } from '@tillwatch/api';
import { rules } from '@tillwatch/detection';
import { decodeEvent } from '@tillwatch/events';
import { listAlerts, markAlerts, maxSilences, ruleLives } from '@tillwatch/read-models';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';

const start = Date.UTC(2026, 10, 23, 8);
const minute = 60_000;
let now = start;
let compliance: ComplianceFixture;

beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

let operators = 0;
/** An alert about guessing against an operator of its own. */
async function guessed(): Promise<string> {
  const operator = `o-${++operators}`;
  await guess(operator, 5);
  return (await compliance.alerts(`t-${operator}`, 'R1'))[0]!.id;
}

/** Whatever was appended has been projected: on a loaded machine that may come a moment after the answer. */
const settled = () => compliance.alerts('nobody');

async function guess(operator: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, () => ({
    ...{ specversion: '1.0', id: randomUUID(), source: `/terminals/t-${operator}`, type: 'tillwatch.LoginFailed.v1' },
    ...{ time: new Date((now += 1_000)).toISOString(), subject: operator, storeid: 's-1' },
    data: { reason: 'invalid-password' },
  }));
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const { body } = await compliance.ask('POST', '/v1/events', events, { token: 'ingest', headers });
  expect(body).toMatchObject({ accepted: count });
}

type Verb = 'acknowledge' | 'assign' | 'comment' | 'resolve' | 'reopen';
const act = (id: string, verb: Verb, body: object = {}) =>
  compliance.ask<AlertCommandAnswer & { error?: { code: string; path?: string } }>(
    'POST',
    `/v1/alerts/${id}/${verb}`,
    body,
  );
const eventsOf = async (stream: string) => (await compliance.service.store.readStream(stream)).map(decodeEvent);

it('takes an alert through its life, and leaves each step in the log under a name', async () => {
  const id = await guessed();
  expect(await act(id, 'acknowledge', { comment: 'calling' })).toMatchObject({ status: 200, body: { id, status: 'acknowledged', revision: 1 } }); // prettier-ignore
  expect(await act(id, 'assign', { assignee: 'li.na' })).toMatchObject({ body: { assignee: 'li.na' } });
  expect((await act(id, 'assign', { assignee: null })).body).not.toHaveProperty('assignee');
  expect(await act(id, 'comment', { comment: 'was it her?' })).toMatchObject({ body: { status: 'acknowledged' } });
  expect(await act(id, 'resolve', { reason: 'benign' })).toMatchObject({ body: { status: 'resolved', revision: 5 } });
  expect(await act(id, 'reopen')).toMatchObject({ status: 200, body: { status: 'open' } });
  const events = await eventsOf(`alert-${id}`);
  expect(events.slice(1).map(({ name, data }) => [name, data])).toEqual([
    ['AlertAcknowledged', { actor: 'administrator', comment: 'calling' }],
    ['AlertAssigned', { actor: 'administrator', assignee: 'li.na' }],
    ['AlertAssigned', { actor: 'administrator' }],
    ['AlertCommented', { actor: 'administrator', comment: 'was it her?' }],
    ['AlertResolved', { actor: 'administrator', reason: 'benign' }],
    ['AlertReopened', { actor: 'administrator' }],
  ]);
  expect(events[1]!.header).toMatchObject({ source: '/platform/people', recordedtime: new Date(now).toISOString() });
});

it('answers with the state that does not allow it', async () => {
  const id = await guessed();
  const code = async (verb: Verb, body?: object) => {
    const answer = await act(id, verb, body);
    return [answer.status, answer.body.error?.code];
  };
  expect(await code('reopen')).toEqual([409, 'alert-not-resolved']);
  await act(id, 'acknowledge');
  expect(await code('acknowledge')).toEqual([409, 'alert-acknowledged']);
  await act(id, 'resolve', { reason: 'test' });
  expect(await code('resolve', { reason: 'test' })).toEqual([409, 'alert-not-open']);
  expect(await code('assign', { assignee: 'wang' })).toEqual([409, 'alert-not-open']);
  expect(await code('comment', { comment: 'still readable' })).toEqual([200, undefined]);
});

it('names the alert a duplicate is of, and no other', async () => {
  const [first, second] = [await guessed(), await guessed()];
  const duplicateOf = (of: string | undefined) =>
    act(second, 'resolve', { reason: 'duplicate', ...(of && { duplicateOf: of }) });
  for (const wrong of [undefined, second, randomUUID()]) {
    expect((await duplicateOf(wrong)).body).toMatchObject({
      error: { code: 'parameter-invalid', path: '/duplicateOf' },
    });
  }
  expect(await duplicateOf(first)).toMatchObject({ status: 200 });
});

it('lets one of many who decide at once win, and everybody who comments be heard', async () => {
  const id = await guessed();
  const before = (await eventsOf(`alert-${id}`)).length;
  const decided = await Promise.all(Array.from({ length: 6 }, () => act(id, 'acknowledge')));
  expect(decided.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  const lost = decided.filter(({ status }) => status === 409).map(({ body }) => body.error!.code);
  expect(lost.every((code) => ['revision-conflict', 'alert-acknowledged'].includes(code))).toBe(true);
  const said = await Promise.all(Array.from({ length: 6 }, (_, index) => act(id, 'comment', { comment: `${index}` })));
  expect(said.every(({ status }) => status === 200)).toBe(true);
  expect(await eventsOf(`alert-${id}`)).toHaveLength(before + 7);
});

it('refuses a decision on what an alert no longer says', async () => {
  const id = await guessed();
  const seen = (await eventsOf(`alert-${id}`)).at(-1)!.revision;
  await guess(`o-${operators}`, 5);
  await settled();
  const stale = await act(id, 'resolve', { reason: 'benign', expectedRevision: seen });
  expect([stale.status, stale.body.error!.code]).toEqual([409, 'revision-conflict']);
  expect(await act(id, 'resolve', { reason: 'benign', expectedRevision: seen + 1 })).toMatchObject({ status: 200 });
});

it('carries a command out once, however often it is given', async () => {
  const id = await guessed();
  const commandId = randomUUID();
  const first = await act(id, 'comment', { comment: 'once', commandId });
  expect(await act(id, 'comment', { comment: 'once', commandId })).toEqual({ ...first, headers: expect.anything() });
  const other = await act(id, 'comment', { comment: 'twice', commandId });
  expect([other.status, other.body.error]).toMatchObject([409, { code: 'command-id-reused', path: '/commandId' }]);
  const resolving = { reason: 'benign', commandId: randomUUID() };
  await act(id, 'resolve', resolving);
  expect(await act(id, 'resolve', resolving)).toMatchObject({ status: 200, body: { status: 'resolved' } });
  expect((await eventsOf(`alert-${id}`)).map(({ name }) => name)).toEqual([
    'AlertRaised',
    'AlertCommented',
    'AlertResolved',
  ]);
});

it('keeps no secret that somebody writes', async () => {
  const id = await guessed();
  await act(id, 'comment', { comment: 'her card is 4111 1111 1111 1111, pin: 4711' });
  const [last] = (await eventsOf(`alert-${id}`)).slice(-1);
  expect(last!.data['comment']).toBe('her card is ****1111, pin: [redacted]');
  const grows = await act(id, 'comment', { comment: 'pin=1 '.repeat(333) });
  expect([grows.status, grows.body.error]).toMatchObject([400, { path: '/comment' }]);
});

it.each<[string, Verb, object, number, string | undefined]>([
  [randomUUID(), 'acknowledge', {}, 404, 'not-found'],
  ['not-a-uuid', 'acknowledge', {}, 400, 'parameter-invalid'],
  ['alert', 'resolve', {}, 400, 'parameter-invalid'],
  ['alert', 'resolve', { reason: 'because' }, 400, 'parameter-invalid'],
  ['alert', 'comment', { comment: ' ' }, 400, 'parameter-invalid'],
  ['alert', 'comment', { comment: 'x'.repeat(2_001) }, 400, 'parameter-invalid'],
  ['alert', 'comment', { comment: null }, 400, 'parameter-invalid'],
  ['alert', 'comment', { comment: 'a\u0000b' }, 400, 'parameter-invalid'],
  ['alert', 'comment', { comment: 'a\ud800b' }, 400, 'parameter-invalid'],
  ['alert', 'comment', { comment: 'two\nlines' }, 200, undefined],
  ['alert', 'assign', { assignee: 'a\nb' }, 400, 'parameter-invalid'],
  ['alert', 'assign', {}, 400, 'parameter-invalid'],
  ['alert', 'acknowledge', { actor: 'somebody else' }, 400, 'parameter-invalid'],
  ['alert', 'acknowledge', { commandId: 7 }, 400, 'parameter-invalid'],
  ['alert', 'acknowledge', { expectedRevision: -1 }, 400, 'parameter-invalid'],
])('refuses for %s to %s with %j', async (id, verb, body, status, code) => {
  const answer = await act(id === 'alert' ? await guessed() : id, verb, body);
  expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
});

it('lets nobody but administrators act', async () => {
  const path = `/v1/alerts/${await guessed()}/acknowledge`;
  for (const [token, status] of [
    ['', 401],
    ['wrong', 401],
    ['ingest', 403],
  ] as const)
    // prettier-ignore
    expect((await compliance.ask('POST', path, {}, { token })).status).toBe(status);
});

describe('silences', () => {
  const at = (minutes: number) => new Date(now + minutes * minute).toISOString();
  const silence = (more: object = {}) => ({
    ...{ matchers: { rule: 'R1' }, author: 'li.na', reason: 'drill', until: at(60) },
    ...more,
  });
  const create = (body: object) => compliance.ask<SilenceView & { error?: object }>('POST', '/v1/silences', body);
  const expire = (id: string, body: object = {}) =>
    compliance.ask<SilenceView & { error?: object }>('POST', `/v1/silences/${id}/expire`, body);
  const silenced = async () => {
    await settled();
    const { items } = await listAlerts(compliance.service.database, { rule: 'R1', limit: 1 });
    return (await markAlerts(compliance.service.database, items, now))[0]!.silencedBy;
  };

  it('hold from when they are made until they are ended, and say whose they are', async () => {
    await guessed();
    const { status, body } = await create(silence());
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'active', from: at(0), remindAt: at(54), created: { by: 'administrator' } });
    expect(await silenced()).toEqual([{ id: body.id, author: 'li.na', reason: 'drill', until: at(60) }]);
    expect(await expire(body.id, { reason: 'over' })).toMatchObject({ status: 200, body: { state: 'expired', expired: { reason: 'over' } } }); // prettier-ignore
    expect(await silenced()).toBeUndefined();
    expect(await expire(body.id)).toMatchObject({ status: 409, body: { error: { code: 'silence-expired' } } });
    expect((await eventsOf(`silence-${body.id}`)).map(({ name }) => name)).toEqual([
      'SilenceCreated',
      'SilenceExpired',
    ]);
  });

  it('are made and ended once, however often it is asked for', async () => {
    const wanted = silence({ commandId: randomUUID() });
    const [first, again] = [await create(wanted), await create(wanted)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await create({ ...wanted, reason: 'another' })).toMatchObject({ status: 409, body: { error: { code: 'command-id-reused' } } }); // prettier-ignore
    const ending = { commandId: randomUUID() };
    expect([(await expire(first.body.id, ending)).status, (await expire(first.body.id, ending)).status]).toEqual([
      200, 200,
    ]);
  });

  it.each([
    [{ matchers: {} }, '/matchers'],
    [{ matchers: { operator: 'o-1' } }, '/matchers'],
    [{ matchers: { severity: 'worst' } }, '/matchers'],
    [{ matchers: [] }, '/matchers'],
    [{ until: 'tomorrow' }, '/until'],
    [{ until: '2020-01-01T00:00:00Z' }, '/until'],
    [{ author: '' }, '/author'],
    [{ reason: undefined }, '/reason'],
    [{ remindAt: '2020-01-01T00:00:00Z' }, '/remindAt'],
  ])('are refused with %j', async (more, path) => {
    expect(await create(silence(more))).toMatchObject({ status: 400, body: { error: { path } } });
  });

  it('are as many as anybody can look through', async () => {
    for (let count = 0; count < maxSilences; count++) await create(silence({ matchers: { store: `s-${count}` } }));
    await settled();
    expect(await create(silence())).toMatchObject({ status: 409, body: { error: { code: 'limit-reached' } } });
    now += 61 * minute;
    expect(await create(silence())).toMatchObject({ status: 201 });
    expect((await expire(randomUUID())).status).toBe(404);
  });
});

describe('the stage of a rule', () => {
  const { version } = rules.find(({ id }) => id === 'R17')!;
  const stage = (body: object, rule = 'R17') =>
    compliance.ask<{ error?: object }>('POST', `/v1/rules/${rule}/stage`, { version, reason: 'trial', ...body });

  it('is changed by name, with a reason, once', async () => {
    const change = { stage: 'shadow', stores: ['s-1'], commandId: randomUUID() };
    expect([(await stage(change)).status, (await stage(change)).status]).toEqual([204, 204]);
    await settled();
    const { changes } = (await ruleLives(compliance.service.database)).get('R17')!;
    expect(changes).toEqual([
      expect.objectContaining({ stage: 'shadow', stores: ['s-1'], version, reason: 'trial', actor: 'administrator' }),
    ]);
  });

  it.each([
    [{ stage: 'paused' }, 'R17', 400, '/stage'],
    [{ stage: 'live', version: version + 1 }, 'R17', 400, '/version'],
    [{ stage: 'live', stores: [] }, 'R17', 400, '/stores'],
    [{ stage: 'live', stores: ['a', 'a'] }, 'R17', 400, '/stores'],
    [{ stage: 'live', reason: ' ' }, 'R17', 400, '/reason'],
    [{ stage: 'live' }, 'R999', 404, undefined],
  ])('is not changed by %j for %s', async (body, rule, status, path) => {
    const answer = await stage(body, rule);
    expect([answer.status, (answer.body.error as { path?: string }).path]).toEqual([status, path]);
  });
});
