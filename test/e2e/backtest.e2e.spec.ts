import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertView } from '@tillwatch/api';
import { planScenario, sendFleet, startEndingAt } from '@tillwatch/terminal';
import type { Browser, Page } from 'playwright-core';
import { read } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, ingestToken, run, settings, startProduct, type Product } from './product.js';

const waitMs = 30_000;

let folder: string;
let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];
let operator: string;

/** R1 with another count, as a shop would write it. */
const mine = `title: Failed
name: failed
logsource: { product: tillwatch }
detection:
  failed: { type: LoginFailed, reason: invalid-password }
  condition: failed
---
title: Eight failures
id: eight-failures
status: stable
level: high
correlation:
  type: event_count
  rules: [failed]
  group-by: [operatorId]
  timespan: 10m
  condition: { gte: 8 }
`;

beforeAll(async () => {
  const plan = planScenario('brute-force', { seed: 3, start: startEndingAt('brute-force', Date.now() - 60_000) });
  operator = plan.expects[0]!.key.replace('operator:', '');
  folder = await dataFolder();
  const rules = join(folder, 'rules');
  await mkdir(rules);
  await writeFile(join(rules, 'mine.yml'), mine);
  await writeFile(
    join(rules, 'broken.yml'),
    mine.replace('id: eight-failures\n', '').replace('name: failed', 'name: base').replace('[failed]', '[other]'),
  );
  const env = { TILLWATCH_RULES: rules };
  [product, browser] = await Promise.all([startProduct({ folder, env }), openBrowser()]);
  await sendFleet(plan, { url: product.url, token: ingestToken });
  ({ page, complaints } = await openPage(browser));
  page.setDefaultTimeout(waitMs);
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

/** What the rule has told: the log itself goes on, with deadlines and what is read of it. */
const told = async () =>
  (await read<{ items: AlertView[] }>(product.url, '/v1/alerts?rule=R1')).items.map(({ id, revision }) => [id, revision]); // prettier-ignore

it('tries a rule on the past week, compares with what was told, and shows what other thresholds would find', async () => {
  const before = await told();
  await page.goto(`${product.url}/rules/R1#token=${adminToken}`);
  const card = page.getByTestId('backtest');
  await card.getByRole('button', { name: 'Run backtest' }).click();
  await card.getByTestId('backtest-row').getByText(operator).waitFor();
  await card.getByTestId('backtest-row').getByRole('link', { name: 'Alert' }).waitFor();
  const count = card.getByTestId('threshold-count');
  expect(await count.innerText()).toBe('With a threshold of 5: findings 1');
  const slider = card.getByRole('slider', { name: 'Threshold' });
  await slider.focus();
  for (let step = 0; step < 8; step++) await slider.press('ArrowRight');
  expect(await count.innerText()).toBe('With a threshold of 13: findings 0');
  expect(await told()).toEqual(before);
});

it('says the same at the prompt, while the system runs', async () => {
  const range = ['--from', '2020-01-01T00:00:00Z', '--to', new Date(Date.now() + 1_000).toISOString()];
  const { ended, output } = run(
    'standalone/dist/backtest',
    ['--rule', 'R1', ...range, '--threshold', '13'],
    settings(folder),
  );
  expect(await ended).toEqual({ code: 0, signal: null });
  const lines = output().trim().split('\n').map((line) => JSON.parse(line) as object); // prettier-ignore
  expect(lines.at(-1)).toMatchObject({ summary: { findings: 1, thresholds: [{ threshold: 13, findings: 0 }] } });
  const wrong = run('standalone/dist/backtest', ['--rule', 'R1', '--from', 'yesterday'], settings(folder));
  expect(await wrong.ended).toEqual({ code: 2, signal: null });
  expect(wrong.output()).toContain('--rule R1 --from');
});

it("tries a file with a rule of one's own at the prompt, and says where it is wrong", async () => {
  const range = ['--from', '2020-01-01T00:00:00Z', '--to', new Date(Date.now() + 1_000).toISOString()];
  const file = join(folder, 'rules', 'mine.yml');
  const tried = run('standalone/dist/backtest', ['--sigma', file, ...range, '--threshold', '20'], settings(folder));
  expect(await tried.ended).toEqual({ code: 0, signal: null });
  const lines = tried.output().trim().split('\n').map((line) => JSON.parse(line) as object); // prettier-ignore
  expect(lines.at(-1)).toMatchObject({
    summary: { rule: 'eight-failures', findings: 1, thresholds: [{ threshold: 20, findings: 0 }] },
  });
  const broken = join(folder, 'rules', 'broken.yml');
  const wrong = run('standalone/dist/backtest', ['--sigma', broken, ...range], settings(folder));
  expect(await wrong.ended).toEqual({ code: 2, signal: null });
  expect(wrong.output()).toContain(`${broken}:13: There is no rule "other"`);
});

it("shows which rules of one's own do not run, where the others come from, and tries a text", async () => {
  await page.goto(`${product.url}/rules`);
  await page.getByTestId('faulty-rules').getByText('broken.yml:13').waitFor();
  const own = page.getByTestId('rule-row').filter({ hasText: 'Eight failures' });
  await own.getByText('Own', { exact: true }).waitFor();
  await page.getByTestId('try-rule').click();
  const text = page.getByTestId('rule-text');
  await text.fill(mine.replace('[failed]', '[other]'));
  const card = page.getByTestId('backtest');
  await card.getByRole('button', { name: 'Run backtest' }).click();
  await card.getByTestId('rule-faults').getByText('There is no rule "other"').waitFor();
  expect(complaints.splice(0).join()).toMatch(/^Failed to load resource.*400/); // the browser reports every refusal
  await card.getByRole('button', { name: 'Line 14' }).click();
  const chosen = await text.evaluate((area) => {
    const { value, selectionStart, selectionEnd } = area as unknown as Record<
      'selectionStart' | 'selectionEnd',
      number
    > & { value: string };
    return value.slice(selectionStart, selectionEnd);
  });
  expect(chosen).toBe('  rules: [other]');
  await text.fill(mine);
  await card.getByRole('button', { name: 'Run backtest' }).click();
  await card.getByTestId('backtest-row').getByText(operator).waitFor();
  await card.getByTestId('backtest-row').getByText('Nobody told').waitFor();
  expect(await card.getByTestId('threshold-count').innerText()).toBe('With a threshold of 8: findings 1');
});

it('counts what nobody was told of, and raises it for a reason, marked as a backfill', async () => {
  await page.goto(`${product.url}/rules/eight-failures`);
  await page.getByTestId('rule-stage').getByText('mine.yml:8').waitFor();
  const card = page.getByTestId('backfill');
  await card.getByRole('button', { name: 'Count first' }).click();
  await card.getByText('Findings that nobody was told of: 1').waitFor();
  const raise = card.getByRole('button', { name: 'Raise 1 alerts' });
  expect(await raise.isDisabled()).toBe(true);
  await card.getByLabel('Reason, for the log').fill('the rule is new');
  await raise.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Raise 1 alerts' }).click();
  await card.getByTestId('backfill-done').getByText('Alerts raised: 1').waitFor();
  await card.getByRole('link', { name: 'Open alert' }).click();
  await page.getByText('backfill', { exact: true }).waitFor();
});

it('says why a rule did not fire about somebody, asked from their page', async () => {
  await page.goto(`${product.url}/operators/${operator}`);
  await page.getByTestId('risk-item').getByRole('link', { name: 'R1' }).waitFor();
  await page.getByTestId('ask-why-not').click();
  await page.getByTitle('R7 Operator locked out again and again').click();
  const card = page.getByTestId('why-not');
  await card.getByRole('button', { name: 'Explain' }).click();
  await card.getByTestId('why-not-answer').getByText('It did not fire').waitFor();
  expect(await card.getByTestId('step-row').count()).toBeGreaterThan(0);
});

it("sets a store's opening hours and plans a shift without anything but the console", async () => {
  await page.goto(`${product.url}/stores`);
  await page.getByTestId('store-row').first().getByRole('link').click();
  const calendar = page.getByTestId('calendar');
  await calendar.getByText('Not set yet').waitFor();
  await calendar.getByLabel('Monday').fill('9 to 5');
  expect(await calendar.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await calendar.getByLabel('Monday').fill('9:00-14:00, 17:00-02:00');
  await calendar.getByRole('button', { name: 'As on Monday on every day' }).click();
  await calendar.getByRole('button', { name: 'Save' }).click();
  await calendar.getByTestId('calendar-set').waitFor();
  const store = decodeURIComponent(page.url().split('/').at(-1)!);
  const { hours } = await read<{ hours: object }>(product.url, `/v1/stores/${store}/calendar`);
  expect(hours).toMatchObject({ mon: ['09:00-14:00', '17:00-02:00'], sun: ['09:00-14:00', '17:00-02:00'] });

  await page.goto(`${product.url}/operators/${operator}`);
  const plan = page.getByTestId('plan-shift');
  await plan.getByLabel('From').fill('2026-03-02T09:00');
  await plan.getByLabel('Until').fill('2026-03-02T18:00');
  await plan.getByRole('button', { name: 'Plan' }).click();
  const shift = page.getByTestId('shift-row');
  await shift.getByText(store).waitFor();
  await shift.getByRole('button', { name: 'Cancel it' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: 'Cancel it' }).click();
  await shift.getByText('Cancelled').waitFor();
});

it('says so when the answer breaks off, and may be asked again', async () => {
  await page.goto(`${product.url}/rules/R1`);
  await page.route('**/backtest', (route) => route.fulfill({ status: 200, body: '{"progress":{}}\n' }));
  const card = page.getByTestId('backtest');
  await card.getByRole('button', { name: 'Run backtest' }).click();
  await card.getByTestId('refusal').waitFor();
  await page.unroute('**/backtest');
  await card.getByRole('button', { name: 'Run backtest' }).click();
  await card.getByTestId('backtest-row').first().waitFor();
  expect(await card.getByTestId('refusal').count()).toBe(0);
});

it('says that a rule does not count where it does not', async () => {
  await page.goto(`${product.url}/rules/R17`);
  const card = page.getByTestId('backtest');
  await card.getByRole('button', { name: 'Run backtest' }).click();
  await card.getByText('This rule does not count to a threshold.').waitFor();
  await card.getByText('It would not have fired').waitFor();
});

it('explains an alert by its window: what counted, and where the rule stood', async () => {
  const { items } = await read<{ items: AlertView[] }>(product.url, `/v1/alerts?operator=${operator}&rule=R1`);
  await page.goto(`${product.url}/alerts/${items[0]!.id}`);
  const card = page.getByTestId('explanation');
  await card.getByTestId('explanation-answer').getByText('It fired at the event marked below').waitFor();
  const rows = card.getByTestId('step-row');
  await rows.nth(4).getByText('fires', { exact: true }).waitFor();
  await rows.nth(3).getByText('4 of 5 within 10 minutes.').waitFor();
  await card.getByText('5 within 10 min (Medium), or 10 within 10 min (High)').waitFor();
});

it('says all of it in Chinese', async () => {
  await page.getByText('中文').click();
  const explanation = page.getByTestId('explanation');
  await explanation.getByText('触发原因').waitFor();
  await explanation.getByTestId('step-row').nth(3).getByText('10 分钟内 4 次，阈值 5。').waitFor();
  expect(await explanation.innerText()).not.toMatch(/\bexplain\.|[a-z]{4,} of \d/);
  await page.goto(`${product.url}/rules/R1`);
  const card = page.getByTestId('backtest');
  await card.getByRole('button', { name: '开始回测' }).click();
  await card.getByTestId('backtest-row').getByRole('link', { name: '已告警' }).waitFor();
  await card.getByText('阈值为 5 时：发现 1 条').waitFor();
  expect(await card.innerText()).not.toMatch(/\bbacktest\./);
});
