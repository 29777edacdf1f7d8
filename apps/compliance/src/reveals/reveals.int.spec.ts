import type { Principal, RevealAnswer, Role } from '@tillwatch/api';
import { decodeEvent } from '@tillwatch/events';
import { tokenChecker } from '@tillwatch/http';
import { listReveals } from '@tillwatch/read-models';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';
import { maxReveals, RevealPersonalData, RevealPersonalDataHandler } from './reveal-personal-data.js';

const now = Date.UTC(2026, 10, 23, 8);
let compliance: ComplianceFixture;
let caseId: string;

const as = (role: Role): Principal => ({ tenant: 'default', subject: role, name: `a ${role}`, roles: [role], by: { kind: 'installation' } }); // prettier-ignore
const known = tokenChecker({ admin: 'admin', ingest: 'ingest' });

beforeAll(async () => {
  const checkToken = (authorization?: string) => {
    const role = /^Bearer role:(.+)$/.exec(authorization ?? '')?.[1] as Role | undefined;
    return role ? as(role) : known(authorization);
  };
  compliance = await startCompliance(() => now, { checkToken });
  const operator = { id: 'o-7', name: '王小明', role: 'cashier', scopeClass: 'vendor' };
  await done('/v1/operators', operator);
  const asked = { channel: 'bank', operatorId: 'o-7', terminalId: 't-1', reason: 'forgot', attestation: { version: '2026-1', agreed: true } }; // prettier-ignore
  caseId = (await done<{ id: string }>('/v1/recovery-cases', asked)).id;
  const attempt = { party: 'operator', means: 'phone', reached: true, comment: 'Only after six, under 138 1234 1234' };
  await done(`/v1/recovery-cases/${caseId}/contact-attempts`, attempt);
  await compliance.settled();
});
afterAll(() => compliance.close());

async function done<Body>(url: string, body: object): Promise<Body> {
  const { status, body: answer } = await compliance.ask<Body>('POST', url, body);
  expect([url, status < 300, answer]).toEqual([url, true, answer]);
  return answer;
}

type Answer = Partial<RevealAnswer> & { error?: { code: string; path?: string } };
const reveal = (path: string, body: object, role: Role = 'security-analyst') =>
  compliance.ask<Answer>('POST', `/v1/${path}/reveal`, body, { token: `role:${role}` });
const name = { field: '/registration/name', reason: 'To call him' };
const told = async (stream: string) =>
  (await compliance.service.store.readStream(stream))
    .map(decodeEvent)
    .filter((event) => event.name === 'PersonalDataRevealed');

it('shows a field for a reason, and the log has who, whose, which and why, and not what it says', async () => {
  const { status, body, headers } = await reveal('operators/o-7', name);
  expect([status, body, headers['cache-control']]).toEqual([
    200,
    { field: name.field, values: ['王小明'] },
    'no-store',
  ]);
  const [event, ...more] = await told('operator-o-7');
  expect(more).toEqual([]);
  expect(event!.data).toEqual({ actor: 'a security-analyst', thing: 'operator', id: 'o-7', ...name });
  expect(JSON.stringify(event)).not.toContain('王小明');
});

it('shows a field of a case, and its history has that', async () => {
  const field = '/contacts/0/comment';
  const { body } = await reveal(`recovery-cases/${caseId.toUpperCase()}`, { field, reason: 'To call back' });
  expect(body).toEqual({ field, values: ['Only after six, under 138 1234 1234'] });
  const data = { actor: 'a security-analyst', thing: 'recovery-case', id: caseId, field, reason: 'To call back' };
  expect((await told(`recovery-${caseId}`)).map((event) => event.data)).toEqual([data]);
  await compliance.settled();
  const { items } = await listReveals(compliance.service.database, { thing: 'recovery-case', id: caseId, limit: 9 });
  const { actor: by, id: thingId, ...said } = data;
  expect(items).toEqual([{ ...said, by, thingId, at: new Date(now).toISOString(), id: expect.any(String) }]);
});

it('leaves the case as it was: what was shown of it decides nothing, and is none of its actions', async () => {
  const { status, body } = await compliance.ask('POST', `/v1/recovery-cases/${caseId}/assign`, { assignee: 'mei' });
  expect([status, body['status']]).toEqual([200, 'requested']);
});

it('carries a command out once, however often it is given, and gives the value each time', async () => {
  const before = (await told('operator-o-7')).length;
  const command = { ...name, commandId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10' };
  for (const _ of [1, 2, 3]) expect((await reveal('operators/o-7', command)).body.values).toEqual(['王小明']);
  expect((await told('operator-o-7')).length).toBe(before + 1);
  const { status, body } = await reveal('operators/o-7', { ...command, reason: 'Another' });
  expect([status, body.error?.code]).toEqual([409, 'command-id-reused']);
});

it.each([
  [{ field: name.field }, '/reason'],
  [{ ...name, reason: ' ' }, '/reason'],
  [{ ...name, reason: 'x'.repeat(2_001) }, '/reason'],
  [{ ...name, field: '/registration/role' }, '/field'],
  [{ ...name, field: '/id' }, '/field'],
  [{ ...name, field: 'registration.name' }, '/field'],
  [{ ...name, field: '/__proto__/name' }, '/field'],
  [{ ...name, value: true }, '/value'],
])('refuses %j and tells the log nothing', async (body, path) => {
  const head = await compliance.service.store.head();
  const answer = await reveal('operators/o-7', body);
  expect([answer.status, answer.body.error]).toMatchObject([400, { code: 'parameter-invalid', path }]);
  expect(await compliance.service.store.head()).toBe(head);
});

it('knows no field of what there is not', async () => {
  expect((await reveal('operators/o-8', name)).status).toBe(404);
  const unknown = 'recovery-cases/5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d11';
  expect((await reveal(unknown, { field: '/contacts/0/comment', reason: 'r' })).status).toBe(404);
});

it.each<Role>(['auditor', 'terminal-engineer', 'store-manager', 'terminal'])('shows %s nothing', async (role) => {
  const { status, body } = await reveal('operators/o-7', name, role);
  expect([status, body.values, body.error?.code]).toEqual([403, undefined, 'forbidden']);
});

it('keeps a card number out of the reason', async () => {
  await reveal('operators/o-7', { ...name, reason: 'card 4111111111111111' });
  expect(JSON.stringify(await told('operator-o-7'))).not.toContain('4111111111111111');
});

it('gives no value when the log cannot be told', async () => {
  const { store, database } = compliance.service;
  const away = { ...store, find: store.find.bind(store), readStream: store.readStream.bind(store) };
  away.append = () => Promise.reject(new Error('away'));
  const handler = new RevealPersonalDataHandler({ store: away, clock: () => now }, database);
  const command = new RevealPersonalData('operator', 'o-7', name.field, 'r', { tenant: 'default', actor: 'mei' });
  await expect(handler.execute(command)).rejects.toThrow('away');
});

it('gives every one of many at one moment its event', async () => {
  const before = (await told('operator-o-7')).length;
  const answers = await Promise.all(Array.from({ length: 8 }, () => reveal('operators/o-7', name)));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect((await told('operator-o-7')).length).toBe(before + 8);
});

it('ends at a limit, with nothing shown', async () => {
  for (let n = (await told('operator-o-7')).length; n < maxReveals; n++) await reveal('operators/o-7', name);
  await compliance.settled();
  const { body } = await reveal('operators/o-7', name);
  expect([body.values, body.error?.code]).toEqual([undefined, 'limit-reached']);
}, 120_000);
