import { randomUUID } from 'node:crypto';
import { ourRules, ruleSet, type RuleSet } from '@tillwatch/detection';
import { decodeEvent } from '@tillwatch/events';
import { listAlerts, listShadowFindings } from '@tillwatch/read-models';
import { createTestDatabase } from '@tillwatch/testing';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';

const head = (id: string, status: string, rest: string) => `title: ${id}
id: ${id}
status: ${status}
level: critical
${rest}`;

const resets =
  'title: Reset\nname: reset\nlogsource: { product: tillwatch }\ndetection:\n  s: { type: PasswordReset, channel: vendor }\n  condition: s\n';
const flood =
  'correlation:\n  type: event_count\n  rules: [reset]\n  group-by: [operatorId]\n  timespan: 10m\n  condition: { gte: 3 }\n';
const tamper =
  'logsource: { product: tillwatch, category: terminal }\ndetection:\n  s: { type: TamperDetected }\n  condition: s\n';
const file = (...documents: string[]) => ({ name: 'shop.yml', text: documents.join('---\n') });

const shop = ruleSet(
  [file(resets, head('shop-flood', 'stable', flood), head('shop-tamper', 'experimental', tamper), 'title: x\n')],
  [],
);

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let compliance: ComplianceFixture;
let now = Date.UTC(2026, 10, 23, 8);

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  await compliance?.close();
  await test.drop();
});

async function startWith(rules: RuleSet, projects = true): Promise<void> {
  await compliance?.close();
  compliance = await startCompliance(() => now, { rules, ownerUrl: test.url, projects });
}

/** So many vendor resets of an operator, a second apart. */
async function reset(operator: string, count: number): Promise<void> {
  const event = (name: string, data: object) => ({
    ...{ specversion: '1.0', id: randomUUID(), source: '/terminals/t-1', type: `tillwatch.${name}.v1` },
    ...{ time: new Date((now += 1_000)).toISOString(), subject: operator, storeid: 's-1', data },
  });
  const data = { channel: 'vendor', actor: 'v-1', temporary: false };
  await compliance.send(...(Array.from({ length: count }, () => event('PasswordReset', data)) as never[]));
  await compliance.send(event('TamperDetected', { kind: 'other' }) as never);
}

const alertsOf = async (rule: string) => {
  await compliance.settled();
  const { items } = await listAlerts(compliance.service.database, { rule, limit: 100 });
  return items.map(({ operatorId, severity, count }) => `${operatorId} ${severity} ${count}`).sort();
};

const stagesOf = async (rule: string) =>
  (await compliance.service.store.readStream(`rule-${rule}`)).map(
    (stored) => decodeEvent(stored).data as { version: number; stage: string; actor: string },
  );

it('leaves out what is faulty, and says where', () => {
  expect(shop.rules.slice(ourRules.rules.length).map(({ id, startsIn }) => [id, startsIn])).toEqual([
    ['shop-flood', 'live'],
    ['shop-tamper', 'shadow'],
  ]);
  expect(shop.faulty).toMatchObject([{ file: 'shop.yml', code: 'kind-unknown' }]);
  const taken = ruleSet([file(head('R1', 'stable', tamper))], []);
  expect([taken.rules.length, taken.faulty[0]?.code]).toEqual([ourRules.rules.length, 'live-id-taken']);
});

it('judges what happens from its first start on, under its own id: stable rules aloud, others in shadow', async () => {
  await startWith(ourRules);
  await reset('o-before', 4);
  await reset('o-goes-on', 2);
  now += 60_000;
  await startWith(shop);
  await reset('o-goes-on', 2);
  await reset('o-after', 3);
  await reset('o-few', 2);
  expect(await alertsOf('shop-flood')).toEqual(['o-after critical 3', 'o-goes-on critical 3']);
  expect(await alertsOf('shop-tamper')).toEqual([]);
  const shadow = await listShadowFindings(compliance.service.database, { rule: 'shop-tamper', limit: 10 });
  expect(shadow.items).toMatchObject([{ rule: 'shop-tamper', severity: 'critical' }]);
  expect(await stagesOf('shop-flood')).toMatchObject([{ stage: 'live', actor: 'platform' }]);
});

it('says a first stage once, however often it starts, and keeps what a person said', async () => {
  const { version } = shop.byId.get('shop-tamper')!;
  const { status } = await compliance.ask('POST', '/v1/rules/shop-tamper/stage', {
    stage: 'live',
    version,
    reason: 'good',
  });
  expect(status).toBe(204);
  await startWith(shop);
  await startWith(shop);
  expect((await stagesOf('shop-flood')).length).toBe(1);
  expect((await stagesOf('shop-tamper')).map(({ stage }) => stage)).toEqual(['shadow', 'live']);
  now += 2 * 3_600_000;
  await reset('o-later', 1);
  expect(await alertsOf('shop-tamper')).toHaveLength(1);
});

it('begins anew, in its first stage, when its words change', async () => {
  const changed = ruleSet([file(head('shop-tamper', 'experimental', tamper.replace('detection:', 'level: low\ndetection:')).replace('level: critical\n', ''))], []); // prettier-ignore
  const before = shop.byId.get('shop-tamper')!.version;
  const after = changed.byId.get('shop-tamper')!.version;
  expect(after).not.toBe(before);
  await startWith(changed);
  expect(await stagesOf('shop-tamper')).toMatchObject([
    { version: before, stage: 'shadow' },
    { version: before, stage: 'live' },
    { version: after, stage: 'shadow' },
  ]);
});

it('is a draft to what was recorded before it was loaded, though that is projected only now', async () => {
  await startWith(ourRules, false);
  await reset('o-waiting', 4);
  const next = ruleSet([file(resets, head('shop-next', 'stable', flood))], []);
  now += 60_000;
  await startWith(next);
  await reset('o-next', 3);
  expect(await alertsOf('shop-next')).toEqual(['o-next critical 3']);
});
