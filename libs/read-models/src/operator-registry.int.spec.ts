import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { operatorAsOf } from './operator-as-of.js';
import { getOperator, listOperators } from './operator-state.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const actor = 'ann';
const say = (id: string, name: 'OperatorSuspended' | 'OperatorLeft', at: number) =>
  log.say(`operator-${id}`, name, { operatorId: id, reason: 'r', actor }, at);
const register = (id: string, at: number) =>
  log.say(
    `operator-${id}`,
    'OperatorRegistered',
    { operatorId: id, name: '李娜', role: 'cashier', scopeClass: 'single-card-cashier', stores: ['s-1'], actor },
    at,
  );

let sequence = 0;
const reset = (by: string, of: string, at: number): Told => ({
  ...{ name: 'PasswordReset', terminal: 't-1', sequence: ++sequence, at, operator: of },
  data: { channel: 'administrator', actor: by, temporary: true },
});
const login = (operator: string, at: number): Told => ({
  ...{ name: 'LoginSucceeded', terminal: 't-1', sequence: ++sequence, at, operator },
  data: { sessionId: 'x', factors: ['pin'], network: 'ethernet' },
});

const nowMs = noon + 1e9;
const idsOf = async (filter: object) =>
  (await listOperators(log.database, { ...filter, limit: 100, nowMs })).items.map(({ id }) => id);

it('lists who was seen with who is registered, and tells the two apart', async () => {
  await log.append([login('o-seen', 10), login('o-both', 11)]);
  await register('o-both', 20);
  await register('o-new', 21);
  await register('o-gone', 22);
  await say('o-gone', 'OperatorLeft', 30);
  await log.projector.catchUp();
  expect(await idsOf({})).toEqual(['o-both', 'o-gone', 'o-new', 'o-seen']);
  expect(await idsOf({ registration: 'none' })).toEqual(['o-seen']);
  expect(await idsOf({ registration: 'active' })).toEqual(['o-both', 'o-new']);
  expect(await idsOf({ registration: 'left' })).toEqual(['o-gone']);
  expect(await idsOf({ sort: 'lastSeen' })).toEqual(['o-both', 'o-seen', 'o-new', 'o-gone']);
  const [both, unseen, seen] = await Promise.all(
    ['o-both', 'o-new', 'o-seen'].map((id) => getOperator(log.database, id, nowMs)),
  );
  expect(both).toMatchObject({
    lastSeen: new Date(noon + 11_000).toISOString(),
    registration: { name: '李娜', role: 'cashier', status: 'active', registeredBy: actor, stores: ['s-1'] },
  });
  expect(unseen).not.toHaveProperty('lastSeen');
  expect(seen).not.toHaveProperty('registration');
});

it("voids a cashier's exemption by what a terminal saw them do to others, in whatever order it arrives", async () => {
  await register('o-1', 0);
  await register('o-2', 0);
  await log.append([reset('o-1', 'o-9', 50), reset('o-2', 'o-2', 51), reset('o-stranger', 'o-9', 52)]);
  await log.projector.catchUp();
  expect(await idsOf({ exemption: 'void' })).toEqual(['o-1']);
  expect(await idsOf({ exemption: 'in-force' })).toEqual(['o-2']);
  expect((await getOperator(log.database, 'o-1', nowMs))!.registration!.exemption).toEqual({
    state: 'void',
    requirements: ['8.2.1', '8.2.8', '8.3.4', '8.3.6', '8.3.7'],
    because: [{ at: new Date(noon + 50_000).toISOString(), name: 'PasswordReset', terminalId: 't-1', subject: 'o-9' }],
  });
  await log.say(
    'operator-o-1',
    'OperatorScopeAssigned',
    { operatorId: 'o-1', scopeClass: 'supervisor', reason: 'r', actor },
    100,
  );
  await log.append([{ ...reset('o-1', 'o-9', 40), recorded: 200 }]);
  await log.projector.catchUp();
  expect(await idsOf({ exemption: 'void' })).toEqual([]);
});

it('knows the registration at a past instant, also of who was never seen', async () => {
  await register('o-1', 10);
  await say('o-1', 'OperatorSuspended', 20);
  await log.projector.catchUp();
  const at = async (seconds: number, known = 1_000) => {
    const past = { asOf: noon + seconds * 1_000, knownAt: noon + known * 1_000 };
    return (await operatorAsOf(log.database, 'o-1', past))?.registration?.status;
  };
  expect([await at(9), await at(10), await at(25), await at(25, 15)]).toEqual([
    undefined,
    ...['active', 'suspended', 'active'],
  ]);
});

it('ends in the same rows however the log is cut, and rebuilt', async () => {
  const story = async (settle: () => Promise<void>) => {
    sequence = 0;
    for (const step of [
      () => log.append([login('o-1', 5)]),
      () => register('o-1', 10),
      () => register('o-2', 11),
      () => log.append([login('o-2', 20), reset('o-1', 'o-2', 21)]),
      () => say('o-2', 'OperatorSuspended', 30),
    ]) {
      await step();
      await settle();
    }
    await log.projector.catchUp();
    // An alert's place in the log is where it was told, which is another one.
    const { alerts: _, ...digests } = await log.digests();
    return digests;
  };
  const stepwise = await story(() => log.newProjector().catchUp());
  for (const model of readModels) {
    expect([model.name, (await rebuild(log.database, model)).equal]).toEqual([model.name, true]);
  }
  await log.drop();
  log = await openLiveLog();
  expect(await story(async () => {})).toEqual(stepwise);
});

it('holds a password against the policy of its time, spares a cashier, and says when it is due', async () => {
  const verdict = { profile: 'pci-dss', profileVersion: 1, length: 8, classes: 1, blocklisted: true, reused: false };
  const change = (operator: string, at: number): Told => ({
    ...{ name: 'PasswordChanged', terminal: 't-1', sequence: ++sequence, at, operator },
    data: { verdict },
  });
  await register('o-1', 0);
  await log.append([change('o-1', 10), change('o-2', 10)]);
  const choice = { profile: 'nist-800-63b', reason: 'r', actor };
  await log.say('policy-choice', 'PolicyProfileChosen', choice, 20);
  await log.append([change('o-3', 30)]);
  await log.projector.catchUp();
  const of = async (id: string, at = nowMs) => (await getOperator(log.database, id, at))!.password;
  expect((await of('o-1')).verdict!.faults).toEqual([]);
  expect((await of('o-2')).verdict).toEqual({
    ...{ profile: 'pci-dss', version: 1, length: 8, classes: 1, inForce: { profile: 'pci-dss', version: 1 } },
    faults: ['too-short', 'classes-missing'],
  });
  expect((await of('o-3')).verdict!.faults).toEqual(['blocklisted', 'other-policy']);
  expect(await of('o-2')).not.toHaveProperty('dueAt');
  const days = 90 * 86_400_000;
  expect((await of('o-2', noon + 15_000)).dueAt).toBe(new Date(noon + 10_000 + days).toISOString());
});
