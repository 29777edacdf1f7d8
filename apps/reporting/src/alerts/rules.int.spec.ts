import { ourRules, ruleSet } from '@tillwatch/detection';
import { everyRule } from '@tillwatch/read-models';
import { startReporting, type ReportingFixture } from '../reporting.contract.js';

const text = `title: Logged out
id: shop-1
status: test
level: low
logsource: { product: tillwatch }
detection: { s: { type: LoggedOut }, condition: s }
tillwatch: { version: 4, zh: { title: 已登出 } }
---
title: No id
logsource: { product: tillwatch }
detection: { s: { type: LoggedOut }, condition: s }
`;

let reporting: ReportingFixture;
beforeAll(async () => {
  reporting = await startReporting({ rules: ruleSet([{ name: 'shop/rules.yml', text }], []) });
});
afterAll(() => reporting.close());

it("lists the shop's own rules beside ours, and what was left out with its place and reason", async () => {
  const { body } = await reporting.ask('/v1/rules');
  expect(body.items).toHaveLength(everyRule(ourRules).length + 1);
  expect(body.items!.find(({ id }) => id === 'shop-1')).toMatchObject({
    ...{ version: 4, severity: 'low', title: { en: 'Logged out', zh: '已登出' } },
    ...{ stage: 'draft', stageChanges: [], scorecard: { alerts: 0 } },
    ...{ groupBy: 'terminal', source: { file: 'shop/rules.yml', line: 1 } },
  });
  expect(body.items!.filter(({ source }) => source !== undefined)).toHaveLength(1);
  expect(body['faulty']).toEqual([
    {
      ...{ file: 'shop/rules.yml', line: 9, code: 'live-id' },
      reason: { en: expect.any(String), zh: expect.stringMatching(/\p{Script=Han}/u) },
    },
  ]);
});

it('answers for one of them by its id, and for no other', async () => {
  expect((await reporting.ask('/v1/rules/shop-1')).body).toMatchObject({ id: 'shop-1' });
  expect((await reporting.ask('/v1/rules/R1')).body).toMatchObject({ id: 'R1', stage: 'live', groupBy: 'operator' });
  expect((await reporting.ask('/v1/rules/R30b')).body).not.toHaveProperty('groupBy');
  expect((await reporting.ask('/v1/rules/shop-2')).status).toBe(404);
});
