import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import type { PolicyPublishedAnswer } from '@tillwatch/api';
import { maxOwnPolicies, shippedPolicies } from '@tillwatch/domain';
import { policiesView, readModels, readPolicies, rebuild } from '@tillwatch/read-models';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';
import { ChangePolicy, type PolicyChange } from './change-policy.js';

const start = Date.UTC(2026, 10, 23, 8);
let now = start;
let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

const { settings } = shippedPolicies.find(({ id }) => id === 'pci-dss')!;
type Body = PolicyPublishedAnswer & { error?: { code: string; path?: string } };
const post = (path: string, body: object) => compliance.ask<Body>('POST', `/v1/policies/${path}`, body);
const publish = (profile: string, more: object = {}, body: object = {}) =>
  post(`${profile}/versions`, { settings: { ...settings, ...more }, reason: 'decided', ...body });
const outcome = ({ status, body }: { status: number; body: Body }) =>
  [status, body.error?.code, body.error?.path].filter((part) => part !== undefined);
const view = async (store?: string, at = now) => {
  await compliance.settled();
  return policiesView(await readPolicies(compliance.service.database), store, at);
};

it('publishes versions that are in force from then on, and chooses among profiles', async () => {
  const before = now;
  now += 60_000;
  expect(await publish('pci-dss', { minLength: 14 })).toMatchObject({ status: 201, body: { version: 2 } });
  expect(await publish('night-shop', { minLength: 9 })).toMatchObject({ body: { profile: 'night-shop', version: 1 } });
  now += 60_000;
  expect((await post('choice', { profile: 'night-shop', store: 's-1', reason: 'small' })).status).toBe(204);
  expect((await post('choice', { profile: 'mlps-3', reason: 'law' })).status).toBe(204);
  const cited = async (store: string, at: number) => {
    const { profile, version } = (await view(store, at)).inForce;
    return `${profile} ${version}`;
  };
  expect([await cited('s-1', before), await cited('s-1', before + 60_000), await cited('s-1', now), await cited('s-2', now)]).toEqual([
    ...['pci-dss 1', 'pci-dss 2', 'night-shop 1', 'mlps-3 1'],
  ]); // prettier-ignore
  expect((await view()).choice).toEqual({ profile: 'mlps-3', stores: [{ store: 's-1', profile: 'night-shop' }] });
  expect((await post('choice', { profile: null, store: 's-1', reason: 'grown' })).status).toBe(204);
  expect((await view()).choice.stores).toEqual([]);
  const { items } = await view();
  expect(items.map(({ id, current }) => [id, current.version])).toEqual([
    ...[['shop-guide', 1], ['pci-dss', 2], ['nist-800-63b', 1], ['mlps-3', 1], ['night-shop', 1]],
  ]); // prettier-ignore
  expect(items[1]!.versions).toEqual([
    { version: 2, settings: { ...settings, minLength: 14 }, publishedAt: expect.any(String), by: 'administrator', reason: 'decided', singlePerson: true }, // prettier-ignore
    { version: 1, settings },
  ]);
  const model = readModels.find(({ name }) => name === 'policies')!;
  expect((await rebuild(compliance.service.database, model)).equal).toBe(true);
});

it('carries a command out once, and publishes upon what was looked at', async () => {
  const commandId = randomUUID();
  const [first, again] = [await publish('twice', {}, { commandId }), await publish('twice', {}, { commandId })];
  expect([first.body.version, again.status, again.body.version]).toEqual([1, 201, 1]);
  expect(outcome(await publish('twice', { history: 5 }, { commandId }))).toEqual([409, 'command-id-reused', '/commandId']); // prettier-ignore
  expect(outcome(await publish('twice', {}, { basedOn: 0 }))).toEqual([409, 'revision-conflict']);
  expect((await publish('twice', {}, { basedOn: 1 })).body.version).toBe(2);
  const races = await Promise.all(Array.from({ length: 4 }, () => publish('race', {}, { basedOn: 0 })));
  expect(races.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
});

describe('where it takes two', () => {
  beforeAll(async () => void (await compliance.ask('POST', '/v1/four-eyes', { required: true, reason: 'two of us' })));
  afterAll(async () => void (await compliance.ask('POST', '/v1/four-eyes', { required: false, reason: 'alone' })));
  const as = (actor: string, change: PolicyChange, commandId?: string) =>
    compliance.app
      .get(CommandBus)
      .execute(new ChangePolicy('two', change, { tenant: 'default', actor, ...(commandId && { commandId }) }));

  it('keeps a draft that nobody is held to until somebody else puts it in force', async () => {
    const commandId = randomUUID();
    const written = await publish('two', {}, { commandId });
    expect([written.status, written.body]).toEqual([201, { profile: 'two', draft: 0 }]);
    expect((await publish('two', {}, { commandId })).body).toEqual(written.body);
    expect(outcome(await publish('two'))).toEqual([409, 'wrong-state']);
    const { items, drafts } = await view();
    expect(items.map(({ id }) => id)).not.toContain('two');
    expect(drafts).toEqual([{ profile: 'two', draft: 0, settings, by: 'administrator', at: expect.any(String), reason: 'decided' }]); // prettier-ignore
    expect(outcome(await post('choice', { profile: 'two', reason: 'r' }))).toEqual([400, 'parameter-invalid', '/profile']); // prettier-ignore
    expect(outcome(await post('two/draft/put-in-force', { draft: 0 }))).toEqual([403, 'second-person-required']);
    expect(outcome(await post('two/draft/put-in-force', { draft: 1 }))).toEqual([409, 'revision-conflict']);
    const agreed = randomUUID();
    expect(await as('sun', { kind: 'put-in-force', draft: 0 }, agreed)).toEqual({ profile: 'two', version: 1 });
    expect(await as('sun', { kind: 'put-in-force', draft: 0 }, agreed)).toEqual({ profile: 'two', version: 1 });
    expect(outcome(await post('two/draft/put-in-force', { draft: 0 }))).toEqual([409, 'wrong-state']);
    const held = await view();
    expect([held.drafts, held.items.find(({ id }) => id === 'two')!.current]).toMatchObject([[], { by: 'sun', author: 'administrator' }]); // prettier-ignore
  });

  it('discards a draft, and takes another then', async () => {
    const { body } = await publish('two', { minLength: 16 });
    expect(outcome(await post('two/draft/discard', { draft: body.draft }))).toEqual([400, 'parameter-invalid', '/reason']); // prettier-ignore
    expect((await post('two/draft/discard', { draft: body.draft, reason: 'too long' })).status).toBe(204);
    expect((await view()).drafts).toEqual([]);
    const races = await Promise.all([15, 16, 17].map((minLength) => publish('two', { minLength })));
    expect(races.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const [draft] = (await view()).drafts;
    await as('sun', { kind: 'discard', draft: draft!.draft, reason: 'enough' });
    const model = readModels.find(({ name }) => name === 'policies')!;
    await compliance.settled();
    expect((await rebuild(compliance.service.database, model)).equal).toBe(true);
  });
});

it.each<[string, object, object, (number | string)[]]>([
  ['pci-dss', { minLength: -1 }, {}, [400, 'parameter-invalid', '/settings/minLength']],
  ['pci-dss', { minLength: '12' }, {}, [400, 'parameter-invalid', '/settings/minLength']],
  ['pci-dss', { minLength: 129 }, {}, [400, 'parameter-invalid', '/settings/minLength']],
  ['pci-dss', { requiredClasses: ['emoji'] }, {}, [400, 'parameter-invalid', '/settings/requiredClasses']],
  ['pci-dss', { requiredClasses: ['digit', 'digit'] }, {}, [400, 'parameter-invalid', '/settings/requiredClasses']],
  ['pci-dss', { lockAfter: 0 }, {}, [400, 'parameter-invalid', '/settings/lockMinutes']],
  ['pci-dss', { minLengthWithFactor: 13 }, {}, [400, 'parameter-invalid', '/settings/minLengthWithFactor']],
  ['pci-dss', { blocklistVersion: '' }, {}, [400, 'parameter-invalid', '/settings/blocklistVersion']],
  ['pci-dss', { backdoor: true }, {}, [400, 'parameter-invalid', '/settings/backdoor']],
  ['pci-dss', {}, { reason: ' ' }, [400, 'parameter-invalid', '/reason']],
  ['pci-dss', {}, { settings: [] }, [400, 'parameter-invalid', '/settings']],
  ['pci-dss', {}, { version: 9 }, [400, 'parameter-invalid', '/version']],
  ['choice', {}, {}, [400, 'parameter-invalid', '/profile']],
  ['Upper', {}, {}, [400, 'parameter-invalid', '/profile']],
])('does not publish for %s with %j and %j', async (profile, more, body, expected) => {
  expect(outcome(await publish(profile, more, body))).toEqual(expected);
});

it.each<[object, string]>([
  [{ profile: 'nothing' }, '/profile'],
  [{ profile: null }, '/profile'],
  [{ store: 's-1' }, '/profile'],
  [{ profile: 'mlps-3', store: '' }, '/store'],
  [{ profile: 'mlps-3', reason: undefined }, '/reason'],
])('does not choose %j', async (body, path) => {
  expect(outcome(await post('choice', { reason: 'r', ...body }))).toEqual([400, 'parameter-invalid', path]);
});

it('has room for so many profiles of one\u2019s own', async () => {
  const held = (await readPolicies(compliance.service.database)).lives;
  const own = [...held.keys()].filter((id) => !shippedPolicies.some((shipped) => shipped.id === id)).length;
  for (let count = own; count < maxOwnPolicies; count++) await publish(`own-${count}`);
  await compliance.settled();
  expect(outcome(await publish('one-more'))).toEqual([409, 'limit-reached']);
  expect((await publish('mlps-3')).status).toBe(201);
});
