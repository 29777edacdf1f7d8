import type { ImportView, Principal } from '@tillwatch/api';
import { decodeEvent } from '@tillwatch/events';
import { tokenChecker } from '@tillwatch/http';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';

const now = Date.UTC(2026, 10, 23, 8);
let compliance: ComplianceFixture;
beforeAll(async () => {
  const known = tokenChecker({ admin: 'admin', ingest: 'ingest' });
  const analyst: Principal = { tenant: 'default', subject: 'a', name: 'mei', roles: ['security-analyst'], by: { kind: 'installation' } }; // prettier-ignore
  const checkToken = (authorization?: string) => (authorization === 'Bearer analyst' ? analyst : known(authorization));
  compliance = await startCompliance(() => now, { checkToken });
});
afterAll(() => compliance.close());

type Body = ImportView & { error?: { code: string } };
const send = (kind: string, body: string | Buffer, query = '', type = 'text/csv') =>
  compliance.ask<Body>('POST', `/v1/imports/${kind}${query}`, body, { headers: { 'content-type': type } });
const real = '?dryRun=false';
const asAnalyst = { token: 'analyst', headers: { 'content-type': 'text/csv' } };
const said = ({ rows }: Body) =>
  rows.map(({ line, status, operatorId = '', code = '', path = '' }) => [line, status, operatorId, code, path].join(' ').trim()); // prettier-ignore
const logged = async (id: string) => (await compliance.service.store.readStream(`operator-${id}`)).map(decodeEvent);

const people = [
  'id,name,role,scopeClass,stores',
  'o-1,李娜,cashier,single-card-cashier,s-1;s-2',
  'o-2,,lead,supervisor,',
  'o-3,"=cmd|\' /C calc\'!A0",cashier,supervisor,',
  'o-4,,cashier,owner,',
  '4111111111111111,,cashier,vendor,',
  'o-5,王伟,cashier,vendor',
  'o-1,李娜,cashier,supervisor,s-1',
].join('\r\n');

it('reports every row in a dry run and changes nothing, then does exactly that, then finds nothing new', async () => {
  const head = await compliance.service.store.head();
  const expected = [
    '2 created o-1',
    '3 created o-2',
    '4 refused  cell-not-text /name',
    '5 refused  parameter-invalid /scopeClass',
    '6 refused 4111111111111111 parameter-invalid /id',
    '7 refused  csv-malformed',
    '8 changed o-1',
  ];
  const dry = await send('operators', people);
  expect([dry.status, dry.body.dryRun, said(dry.body)]).toEqual([200, true, expected]);
  expect(dry.body.counts).toEqual({ created: 2, changed: 1, unchanged: 0, refused: 4 });
  expect(await compliance.service.store.head()).toBe(head);

  const done = await send('operators', people, real);
  expect([done.body.dryRun, said(done.body)]).toEqual([false, expected]);
  const events = await logged('o-1');
  expect(events.map(({ name }) => name)).toEqual([
    'OperatorRegistered',
    'OperatorRoleAssigned',
    'OperatorScopeAssigned',
  ]);
  expect(events[0]).toMatchObject({
    data: { name: '李娜', stores: ['s-1', 's-2'], actor: 'administrator' },
    header: { subject: 'o-1', source: '/platform/people' },
  });
  const again = await send('operators', people.split('\r\n').slice(0, 1).concat('o-2,,lead,supervisor,').join('\n'), real); // prettier-ignore
  expect(said(again.body)).toEqual(['2 unchanged o-2']);
  expect(await logged('o-2')).toHaveLength(1);
});

it('does not take another name for the same person', async () => {
  await send('operators', 'id,name,role,scopeClass\no-name,Li Na,cashier,vendor', real);
  const other = await send('operators', 'id,name,role,scopeClass\no-name,Wang Wei,cashier,vendor', real);
  expect(said(other.body)).toEqual(['2 refused o-name operator-registered /name']);
});

it('imports training of who is registered, each once, by day or instant', async () => {
  await send('operators', 'id,role,scopeClass\no-t,cashier,supervisor', real);
  const file = [
    'operatorId,topic,method,completedAt,expiresAt',
    'o-t,防窥视,online,2026-11-01,',
    'o-t,防窥视,classroom,2026-11-01T08:00:00+08:00,',
    'o-t,security-awareness,classroom,2026-10-01,2027-04-01',
    'o-t,security-awareness,classroom,2026-12-01,',
    'o-t,security-awareness,classroom,yesterday,',
    'stranger,security-awareness,online,2026-10-01,',
  ].join('\n');
  const expected = [
    '2 created o-t',
    '3 unchanged o-t',
    '4 created o-t',
    '5 refused o-t parameter-invalid /completedAt',
    '6 refused  parameter-invalid /completedAt',
    '7 refused stranger not-found',
  ];
  expect(said((await send('training', file)).body)).toEqual(expected);
  expect(said((await send('training', file, real)).body)).toEqual(expected);
  expect(said((await send('training', file, real)).body).slice(0, 3)).toEqual([
    '2 unchanged o-t',
    '3 unchanged o-t',
    '4 unchanged o-t',
  ]);
  expect((await logged('o-t')).map(({ data }) => data['expiresAt'])).toEqual([
    undefined,
    '2027-11-01T00:00:00.000Z',
    '2027-04-01T00:00:00Z',
  ]);
});

it('imports a roster: shifts that are there already once, cancelled ones anew, and the rules read it', async () => {
  const file = [
    'operatorId,storeId,from,to,kind',
    'o-r,s-1,2026-11-23T08:00:00+08:00,2026-11-23T16:00:00+08:00,',
    'o-r,s-1,2026-11-23T00:00:00Z,2026-11-23T08:00:00Z,work',
    'o-r,s-1,2026-12-01T00:00:00Z,2026-12-20T00:00:00Z,leave',
    'o-r,s-1,2026-12-01T00:00:00Z,2026-12-20T00:00:00Z,work',
    'o-r,s-1,2026-11-24T16:00:00Z,2026-11-24T08:00:00Z,',
    'o-r,s-1,24.11.2026,2026-11-24T08:00:00Z,',
    'o-r,s-1,2026-11-25T00:00:00Z,2026-11-25T08:00:00Z,holiday',
    '4111111111111111,s-1,2026-11-25T00:00:00Z,2026-11-25T08:00:00Z,',
  ].join('\n');
  const expected = [
    '2 created o-r',
    '3 unchanged o-r',
    '4 created o-r',
    '5 refused o-r parameter-invalid /to',
    '6 refused o-r parameter-invalid /to',
    '7 refused  parameter-invalid /from',
    '8 refused  parameter-invalid /kind',
    '9 refused  parameter-invalid /operatorId',
  ];
  const head = await compliance.service.store.head();
  expect(said((await send('rosters', file)).body)).toEqual(expected);
  expect(await compliance.service.store.head()).toBe(head);
  expect(said((await send('rosters', file, real)).body)).toEqual(expected);
  await compliance.settled();
  type Shifts = { items: { id: string; kind: string; cancelled: boolean }[] };
  const shifts = async () => (await compliance.ask<Shifts>('GET', '/v1/operators/o-r/shifts')).body.items;
  const [leave, work] = await shifts();
  expect([leave!.kind, work!.kind]).toEqual(['leave', 'work']);
  expect(said((await send('rosters', file, real)).body).slice(0, 3)).toEqual(['2 unchanged o-r', '3 unchanged o-r', '4 unchanged o-r']); // prettier-ignore
  expect((await compliance.ask('DELETE', `/v1/operators/o-r/shifts/${work!.id}`)).status).toBe(204);
  expect(said((await send('rosters', file, real)).body)).toEqual(expected.with(2, '4 unchanged o-r'));
  await compliance.settled();
  expect((await shifts()).map(({ kind, cancelled }) => `${kind} ${cancelled}`).sort()).toEqual(['leave false', 'work false', 'work true']); // prettier-ignore
});

it('reads GB18030 when it is told so', async () => {
  const liNa = Buffer.from([0xc0, 0xee, 0xc4, 0xc8]);
  const file = Buffer.concat([Buffer.from('id,role,scopeClass,name\no-gb,cashier,vendor,'), liNa]);
  expect((await send('operators', file, real)).body.error?.code).toBe('csv-malformed');
  expect((await send('operators', file, `${real}&charset=gb18030`)).status).toBe(200);
  expect((await logged('o-gb'))[0]!.data['name']).toBe('李娜');
});

it('takes a thousand people', async () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => `m-${index},cashier,single-card-cashier`);
  const { body } = await send('operators', ['id,role,scopeClass', ...rows].join('\n'), real);
  expect(body.counts).toEqual({ created: 1_000, changed: 0, unchanged: 0, refused: 0 });
  expect(await logged('m-999')).toHaveLength(1);
});

it.each<[address: string, body: string, type: string, status: number, code: string]>([
  ['salaries', 'id\nx', 'text/csv', 400, 'parameter-invalid'],
  ['operators?dryRun=no', 'id\nx', 'text/csv', 400, 'parameter-invalid'],
  ['operators?charset=latin1', 'id\nx', 'text/csv', 400, 'parameter-invalid'],
  ['operators', '{}', 'application/json', 415, 'media-type-unsupported'],
  ['operators', 'id\nx', 'text/plain', 415, 'media-type-unsupported'],
  ['operators', 'id\nx', 'text/csv', 400, 'csv-malformed'],
  ['operators', `id\n${'x'.repeat(1_100_000)}`, 'text/csv', 413, 'body-too-large'],
])('refuses to import %s out of that', async (address, body, type, status, code) => {
  const answer = await send(address, body, '', type);
  expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
});

it('tells nobody who sees names masked whether they guessed one', async () => {
  await send('operators', 'id,name,role,scopeClass\no-90,赵敏,cashier,vendor', real);
  const answers = [];
  for (const name of ['赵敏', '赵明', '']) {
    const file = `id,name,role,scopeClass\no-90,${name},cashier,vendor`;
    answers.push(said((await compliance.ask<Body>('POST', '/v1/imports/operators', file, asAnalyst)).body));
  }
  const refused = ['2 refused o-90 operator-registered /name'];
  expect(answers).toEqual([refused, refused, ['2 unchanged o-90']]);
});
