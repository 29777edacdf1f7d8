import { randomUUID } from 'node:crypto';
import type { OperatorCommandAnswer } from '@tillwatch/api';
import { decodeEvent } from '@tillwatch/events';
import { getOperator } from '@tillwatch/read-models';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';

const now = Date.UTC(2026, 10, 23, 8);
let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

type Body = OperatorCommandAnswer & { error?: { code: string; path?: string } };
const post = (path: string, body: object) => compliance.ask<Body>('POST', `/v1/operators${path}`, body);
const facts = (id: string, more: object = {}) => ({ id, role: 'cashier', scopeClass: 'single-card-cashier', ...more });
const outcome = async (path: string, body: object) => {
  const { status, body: answer } = await post(path, body);
  return [status, answer.error?.code, answer.error?.path].filter((part) => part !== undefined);
};
const logged = async (id: string) => (await compliance.service.store.readStream(`operator-${id}`)).map(decodeEvent);

it('takes somebody from their first day to their last, each step under a name', async () => {
  expect(await post('', facts('o-1', { name: '李娜', stores: ['s-1'] }))).toMatchObject({
    status: 201,
    body: { id: 'o-1', status: 'active', revision: 0 },
  });
  const reason = 'because';
  expect(await post('/o-1/training', { topic: '防窥视', method: 'online', completedAt: '2026-11-01T00:00:00Z' })).toMatchObject({ status: 200 }); // prettier-ignore
  expect(await post('/o-1/role', { role: 'lead', reason })).toMatchObject({ body: { revision: 2 } });
  expect(await post('/o-1/scope-class', { scopeClass: 'supervisor', reason })).toMatchObject({ status: 200 });
  expect(await post('/o-1/suspend', { reason })).toMatchObject({ body: { status: 'suspended' } });
  expect(await post('/o-1/resume', { reason })).toMatchObject({ body: { status: 'active' } });
  expect(await post('/o-1/leave', { reason })).toMatchObject({ body: { status: 'left' } });
  const events = await logged('o-1');
  expect(events.map(({ name }) => name)).toEqual([
    ...['OperatorRegistered', 'TrainingRecorded', 'OperatorRoleAssigned', 'OperatorScopeAssigned'],
    ...['OperatorSuspended', 'OperatorResumed', 'OperatorLeft'],
  ]);
  expect(events.every(({ header, data }) => header.subject === 'o-1' && data['actor'] === 'administrator')).toBe(true);
  expect(events[1]!.data['expiresAt']).toBe('2027-11-01T00:00:00.000Z');
  await compliance.settled();
  expect((await getOperator(compliance.service.database, 'o-1', now))!.registration).toMatchObject({
    ...{ name: '李娜', role: 'lead', scopeClass: 'supervisor', stores: ['s-1'], status: 'left', reason },
  });
});

it('keeps the name out of the header', async () => {
  await post('', facts('o-name', { name: '欧阳娜娜' }));
  const [stored] = await compliance.service.store.readStream('operator-o-name');
  expect(stored!.header).not.toContain('欧阳');
  expect(stored!.data).toContain('欧阳娜娜');
});

it('carries a command out once, however often it is given', async () => {
  const registering = { ...facts('o-once'), commandId: randomUUID() };
  const [first, again] = [await post('', registering), await post('', registering)];
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(await outcome('', { ...registering, role: 'other' })).toEqual([409, 'command-id-reused', '/commandId']);
  const training = { topic: 't', method: 'online', completedAt: '2026-11-01T00:00:00Z', commandId: randomUUID() };
  expect((await post('/o-once/training', training)).status).toBe(200);
  expect((await post('/o-once/training', training)).status).toBe(200);
  expect(await logged('o-once')).toHaveLength(2);
});

it('lets one of many win who register the same operator at once', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('', facts('o-race'))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  expect(await logged('o-race')).toHaveLength(1);
});

it('is one operator in whichever Unicode form the id is typed', async () => {
  await post('', facts('Zoe\u0308'));
  expect(await outcome('', facts('Zo\u00eb'))).toEqual([409, 'operator-registered']);
  expect(await outcome(`/${encodeURIComponent('Zoe\u0308')}/suspend`, { reason: 'r' })).toEqual([200]);
});

it('keeps no secret that somebody writes', async () => {
  await post('', facts('o-secret'));
  await post('/o-secret/suspend', { reason: 'gave away pin: 4711' });
  expect((await logged('o-secret'))[1]!.data['reason']).toBe('gave away pin: [redacted]');
  expect(await outcome('', facts('4111111111111111'))).toEqual([400, 'parameter-invalid', '/id']);
});

it.each<[string, object, (number | string)[]]>([
  ['', facts(''), [400, 'parameter-invalid', '/id']],
  ['', facts('a\nb'), [400, 'parameter-invalid', '/id']],
  ['', facts('x'.repeat(257)), [400, 'parameter-invalid', '/id']],
  ['', facts('unknown-0123'), [400, 'parameter-invalid', '/id']],
  ['', facts('o-x', { scopeClass: 'owner' }), [400, 'parameter-invalid', '/scopeClass']],
  ['', facts('o-x', { role: ' ' }), [400, 'parameter-invalid', '/role']],
  ['', facts('o-x', { name: null }), [400, 'parameter-invalid', '/name']],
  ['', facts('o-x', { stores: ['a', 'a'] }), [400, 'parameter-invalid', '/stores']],
  ['', facts('o-x', { stores: 's-1' }), [400, 'parameter-invalid', '/stores']],
  ['', facts('o-x', { actor: 'somebody else' }), [400, 'parameter-invalid', '/actor']],
  ['/nobody/suspend', { reason: 'r' }, [404, 'not-found']],
  ['/nobody/suspend', {}, [400, 'parameter-invalid', '/reason']],
  ['/o-r/resume', { reason: 'r' }, [409, 'operator-status-differs']],
  ['/o-r/training', { topic: 't', method: 'online', completedAt: '2026-11-24T00:00:00Z' }, [400, 'parameter-invalid', '/completedAt']], // prettier-ignore
  ['/o-r/training', { topic: 't', method: 'online', completedAt: 'yesterday' }, [400, 'parameter-invalid', '/completedAt']], // prettier-ignore
  ['/o-r/training', { topic: 't', method: 'dreamt', completedAt: '2026-11-01T00:00:00Z' }, [400, 'parameter-invalid', '/method']], // prettier-ignore
  ['/o-r/training', { topic: 't', method: 'online', completedAt: '2026-11-01T00:00:00Z', evidence: 'photo.jpg' }, [400, 'parameter-invalid', '/evidence']], // prettier-ignore
])('refuses for POST /v1/operators%s with %j', async (path, body, expected) => {
  await post('', facts('o-r'));
  expect(await outcome(path, body)).toEqual(expected);
});
