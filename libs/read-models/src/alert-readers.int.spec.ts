import type { AlertView } from '@tillwatch/api';
import { listAlertGroups } from './alert-groups.js';
import { markAlerts } from './alert-marks.js';
import { listAlerts } from './alerts.js';
import { entityRisks } from './entity-risks.js';
import { noon, openLiveLog, type LiveLog } from './live-log.contract.js';
import { uuidFromName } from '@tillwatch/kernel';
import type { PayloadOf } from '@tillwatch/events';
import { scorecards } from './scorecards.js';
import { countSilences, listSilences } from './silences.js';

let log: LiveLog;
beforeAll(async () => {
  log = await openLiveLog();
});
afterAll(() => log.drop());

const actor = 'administrator';
const iso = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();
const dayS = 86_400;

/** An alert in the log under a name, its last event `at` seconds after noon. */
async function raise(name: string, at: number, more: Partial<PayloadOf<'AlertRaised'>> = {}): Promise<string> {
  const id = uuidFromName(name);
  const data: PayloadOf<'AlertRaised'> = {
    ...{ rule: 'R1', ruleVersion: 1, severity: 'high', key: { groupBy: 'operator', value: 'o-1' }, storeId: 's-1' },
    ...{ operatorId: 'o-1', anchor: id, count: 5, firstAt: iso(at - 60), lastAt: iso(at), evidence: [id], details: {} },
    ...{ late: false, lateByMs: 0, ...more },
  };
  await log.say(`alert-${id}`, 'AlertRaised', data, at);
  return id;
}

const resolve = (id: string, reason: 'true-positive' | 'benign' | 'false-positive' | 'test', at: number) =>
  log.say(`alert-${id}`, 'AlertResolved', { actor, reason }, at);

async function marked(nowS: number, status: AlertView['status'] = 'open') {
  const { items } = await listAlerts(log.database, { status, limit: 100 });
  return new Map((await markAlerts(log.database, items, noon + nowS * 1_000)).map((alert) => [alert.id, alert]));
}

it('shows one line for a key, with how many there are and how bad', async () => {
  await raise('a', 10, { severity: 'low' });
  await raise('b', 30, { severity: 'high', rule: 'R7' });
  await raise('c', 20, { severity: 'medium' });
  await raise('d', 15, { key: { groupBy: 'terminal', value: 't-1' }, rule: 'R2', operatorId: 'o-2' });
  await log.projector.catchUp();
  const { items } = await listAlertGroups(log.database, { limit: 10 });
  expect(items).toEqual([
    {
      ...{ key: 'operator:o-1', count: 3, severity: 'high', rules: ['R1', 'R7'] },
      ...{ firstAt: iso(-50), lastAt: iso(30), latest: uuidFromName('c') },
    },
    expect.objectContaining({ key: 'terminal:t-1', count: 1 }),
  ]);
  const first = await listAlertGroups(log.database, { limit: 1 });
  const second = await listAlertGroups(log.database, { limit: 1, after: first.after! });
  expect([first, second].flatMap(({ items: page }) => page.map(({ key }) => key))).toEqual(items.map(({ key }) => key));
  expect(second.after).toBeUndefined();
  expect((await listAlertGroups(log.database, { rule: 'R7', limit: 10 })).items).toMatchObject([{ count: 1 }]);
});

it('marks what a storm in its store explains, for as long as that is open', async () => {
  const storm = await raise('storm', 40, { rule: 'R8', severity: 'critical', operatorId: 'o-8' });
  await log.projector.catchUp();
  const held = async () =>
    [...(await marked(50)).values()].filter((alert) => alert.inhibitedBy).map(({ rule }) => rule);
  expect((await held()).sort()).toEqual(['R1', 'R1', 'R2', 'R7']);
  expect((await marked(50)).get(uuidFromName('a'))).toMatchObject({ inhibitedBy: storm, status: 'open' });
  await log.say(`alert-${storm}`, 'AlertAcknowledged', { actor }, 50);
  await log.projector.catchUp();
  expect(await held()).toHaveLength(4);
  await resolve(uuidFromName('c'), 'benign', 55);
  await log.projector.catchUp();
  expect((await marked(56, 'resolved')).get(uuidFromName('c'))).not.toHaveProperty('inhibitedBy');
  await log.say(`alert-${uuidFromName('c')}`, 'AlertReopened', { actor }, 57);
  await resolve(storm, 'true-positive', 60);
  await log.projector.catchUp();
  expect(await held()).toEqual([]);
});

it('marks what is silenced, with who asked for it and why, while it holds', async () => {
  const silence = { actor, author: 'li.na', matchers: { rule: 'R7' }, reason: 'drill' };
  const span = { from: iso(100), until: iso(200), remindAt: iso(190) };
  await log.say('silence-one', 'SilenceCreated', { ...silence, ...span }, 90);
  await log.projector.catchUp();
  const silenced = async (nowS: number) =>
    [...(await marked(nowS)).values()].flatMap(({ rule, silencedBy }) => (silencedBy ? [[rule, silencedBy]] : []));
  expect(await silenced(99)).toEqual([]);
  expect(await silenced(100)).toEqual([['R7', [{ id: 'one', author: 'li.na', reason: 'drill', until: iso(200) }]]]);
  expect(await silenced(200)).toEqual([]);

  const stateAt = async (nowS: number) => {
    const { items } = await listSilences(log.database, { nowMs: noon + nowS * 1_000, limit: 5 });
    return items.map(({ state, remind }) => [state, remind]);
  };
  expect([await stateAt(99), await stateAt(189), await stateAt(190), await stateAt(200)]).toEqual([
    ...[[['pending', false]], [['active', false]], [['active', true]]],
    [],
  ]);
  await log.say('silence-one', 'SilenceExpired', { actor }, 150);
  await log.projector.catchUp();
  expect([(await silenced(149)).length, await silenced(150)]).toEqual([1, []]);
  expect(await countSilences(log.database, noon + 160_000)).toBe(0);
  const { items } = await listSilences(log.database, { nowMs: noon + 160_000, ended: true, limit: 5 });
  expect(items).toMatchObject([{ state: 'expired', author: 'li.na', reason: 'drill', expired: { by: actor } }]);
});

it('says what is overdue at the instant asked about', async () => {
  const at = async (nowS: number) => (await marked(nowS)).get(uuidFromName('b'))!.overdue;
  expect([await at(30 + 3_599), await at(30 + 3_600), await at(30 + dayS)]).toEqual([
    undefined,
    'acknowledge',
    'resolve',
  ]);
});

it('scores a rule by how its alerts of the last 30 days were resolved', async () => {
  const outcomes = ['true-positive', 'true-positive', 'benign', 'false-positive', 'test', 'true-positive'] as const;
  for (const [index, reason] of outcomes.entries()) {
    const id = await raise(`scored ${index}`, dayS, { rule: 'R4', operatorId: 'o-9' });
    if (index < 4) await log.say(`alert-${id}`, 'AlertAcknowledged', { actor }, dayS + 10);
    await resolve(id, reason, dayS + 60 * (index + 1));
  }
  await raise('too old', -29 * dayS, { rule: 'R4' });
  await raise('open', dayS, { rule: 'R4', operatorId: 'o-9' });
  await log.say(`alert-${await raise('gone', dayS, { rule: 'R4' })}`, 'AlertSuperseded', {}, dayS + 5);
  await log.projector.catchUp();
  const [score, other] = await scorecards(log.database, ['R4', 'R99'], noon + 2 * dayS * 1_000);
  expect(score).toMatchObject({
    ...{ rule: 'R4', from: iso(-28 * dayS), to: iso(2 * dayS), alerts: 8, open: 1, superseded: 1 },
    resolved: { 'true-positive': 3, benign: 1, 'false-positive': 1, duplicate: 0, test: 1 },
    ...{ sample: 5, precision: 0.6, verdict: 'tune' },
    ...{ acknowledgeMs: 10_000, resolveMs: 180_000 },
  });
  expect(other).toMatchObject({ alerts: 0, verdict: 'too-few' });
  expect(other).not.toHaveProperty('precision');
});

it('ranks who is at risk by what may mean harm', async () => {
  const top = async (kind: 'operator' | 'terminal' | 'store', nowS: number) =>
    (await entityRisks(log.database, kind, noon + nowS * 1_000, 2)).map(({ id, score }) => [id, score]);
  // o-9: three true positives and one that is open; benign, false, test and superseded ones add nothing.
  expect((await top('operator', dayS))[0]).toEqual(['o-9', 4 * 16]);
  expect((await top('operator', 8 * dayS))[0]).toEqual(['o-9', 2 * 16]);
  expect((await top('operator', 100)).map(([id]) => id)).toEqual(['o-8', 'o-1']);
  expect(await top('store', 100)).toHaveLength(1);
  expect(await top('terminal', 100)).toEqual([]);
});
