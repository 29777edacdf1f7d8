import { randomUUID } from 'node:crypto';
import type { AlertView, RuleView } from '@tillwatch/api';
import { planScenario, sendFleet, startEndingAt } from '@tillwatch/terminal';
import type { Browser, Page } from 'playwright-core';
import { read } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, ingestToken, startProduct, type Product } from './product.js';

const waitMs = 20_000;

let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];
let operator: string;

beforeAll(async () => {
  const plan = planScenario('brute-force', { seed: 3, start: startEndingAt('brute-force', Date.now() - 60_000) });
  operator = plan.expects[0]!.key.replace('operator:', '');
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder })), openBrowser()]);
  await sendFleet(plan, { url: product.url, token: ingestToken });
  ({ page, complaints } = await openPage(browser));
  page.setDefaultTimeout(waitMs);
  await page.goto(`${product.url}/alerts#token=${adminToken}`);
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const status = (text: string) => page.getByTestId('alert-status').getByText(text).waitFor();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const historyRow = (event: string) => page.locator(`[data-testid=history-row][data-event=${event}]`).first();

/** Opens a choice and takes one of it. */
async function choose(testId: string, choice: string): Promise<void> {
  await page.getByTestId(testId).click();
  await page.locator('.ant-select-dropdown:visible').getByText(choice, { exact: true }).click();
}

it('takes an alert from the list through its life, and shows people and machine in one history', async () => {
  await page.getByTestId('alert-row').getByTestId('due-badge').first().waitFor();
  await page.getByTestId('alert-link').getByText('Password guessing against one operator').first().click();
  await status('Open');
  await page.getByLabel('Comment', { exact: true }).fill('Calling the store');
  await button('Acknowledge').click();
  await status('Acknowledged');
  await historyRow('AlertAcknowledged').getByText('Calling the store').waitFor();
  await historyRow('AlertAcknowledged').getByText('administrator').waitFor();
  await historyRow('AlertRaised').getByText('Detection').waitFor();

  await page.getByLabel('Assign to').fill('li.na');
  await button('Assign').click();
  await button('Take back').waitFor();
  await historyRow('AlertAssigned').getByText('li.na').waitFor();

  await choose('resolution-reason', 'True positive');
  await button('Resolve').click();
  await status('Resolved');
  await page.getByTestId('resolution').getByText('True positive').waitFor();
  await button('Reopen').click();
  await status('Open');
  await page.getByText('Earlier resolutions').waitFor();
  await page.getByTestId('resolution').getByText('True positive').waitFor();
});

it('refuses a decision on what another person has changed meanwhile, and then shows that', async () => {
  const { items } = await read<{ items: AlertView[] }>(product.url, `/v1/alerts?operator=${operator}&rule=R1`);
  const path = `/v1/alerts/${items[0]!.id}`;
  // The live stream would tell this page at once: it is cut off, as behind a bad line.
  await page.route('**/v1/live', (route) => route.abort());
  await page.goto(`${product.url}/alerts/${items[0]!.id}`);
  await button('Acknowledge').waitFor();
  const answer = await fetch(new URL(`${path}/acknowledge`, product.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: '{"comment":"mine"}',
  });
  expect(answer.status).toBe(200);
  await button('Acknowledge').click();
  await page.getByTestId('refusal').waitFor();
  await status('Acknowledged');
  await historyRow('AlertAcknowledged').getByText('mine').waitFor();
  await page.unroute('**/v1/live');
  // The browser itself reports the cut line and the 409.
  expect(complaints.splice(0).every((text) => /Failed to load resource|ERR_FAILED/.test(text))).toBe(true);
});

it('shows alerts as one for each subject', async () => {
  await page.goto(`${product.url}/alerts?status=acknowledged&group=key`);
  const group = page.getByTestId('group-row');
  await group.getByText(operator).waitFor();
  await group.getByText('R1').waitFor();
});

it('silences alerts under a name and a reason, shows that on each, and ends it', async () => {
  await page.getByTestId('nav-silences').click();
  const form = page.getByTestId('new-silence');
  await form.getByLabel('Subject').fill(`operator:${operator}`);
  await form.getByLabel('Reason').fill('drill with the manager');
  await form.getByLabel('Responsible').fill('li.na');
  await button('New silence').click();
  const row = page.getByTestId('silence-row');
  await row.getByText('drill with the manager').waitFor();
  await page.goto(`${product.url}/alerts?status=acknowledged`);
  await page.getByTestId('alert-row').getByTestId('silenced').first().waitFor();
  await page.getByTestId('alert-link').first().click();
  await page.getByTestId('silenced-note').getByText('li.na: drill with the manager').waitFor();
  await page.getByTestId('nav-silences').click();
  await button('End now').click();
  await page.getByText('No silences').waitFor();
  await page.goto(`${product.url}/silences?state=ended`);
  await row.getByText('ended early').waitFor();
  await page.goto(`${product.url}/alerts?status=acknowledged`);
  await page.getByTestId('alert-row').first().waitFor();
  expect(await page.getByTestId('silenced').count()).toBe(0);
});

it('puts a rule in shadow, with who decided it and why, and shows what its alerts were worth', async () => {
  await page.getByTestId('nav-rules').click();
  await page.getByTestId('rule-row').first().waitFor();
  await page.getByTestId('rule-link').getByText(/^R1 /).click();
  await page.getByTestId('rule-stage').getByText('Live').waitFor();
  await choose('new-stage', 'Shadow');
  await page.getByLabel('Reason', { exact: true }).fill('too loud at shift change');
  await button('Change stage').click();
  await page.getByTestId('rule-stage').getByText('Shadow').waitFor();
  const change = page.getByTestId('stage-changes');
  await change.getByText('too loud at shift change').waitFor();
  await change.getByText('administrator').waitFor();
  const rule = await read<RuleView>(product.url, '/v1/rules/R1');
  expect(rule).toMatchObject({ stage: 'shadow', scorecard: { alerts: 1, open: 1 } });
  await page.getByText('No findings in shadow').waitFor();
});

it('ranks who is at risk', async () => {
  await page.getByTestId('nav-risk').click();
  await page.getByTestId('risk-row').getByText(operator).waitFor();
  await page.getByLabel('Kind').getByText('Terminals').click();
  await page.getByTestId('risk-row').first().waitFor();
});

it('lists what has to be done by a time', async () => {
  const event = {
    ...{ specversion: '1.0', id: randomUUID(), source: '/terminals/till-e2e', subject: 'op-kept' },
    ...{ type: 'tillwatch.PasswordReset.v1', time: new Date().toISOString(), epoch: 1, sequence: '1' },
    data: { channel: 'administrator', actor: 'op-admin', temporary: true },
  };
  const headers = { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/cloudevents+json' };
  const answer = await fetch(`${product.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) });
  expect(answer.status).toBe(200);
  await page.getByTestId('nav-deadlines').click();
  const row = page.locator('[data-testid=deadline-row][data-state=due-soon]').filter({ hasText: 'op-kept' });
  await row.getByText('Temporary password was not changed within a day').waitFor();
  await choose('filter-state', 'Pending data');
  await page.getByText('Nothing is overdue or due soon').waitFor();
});

it.each([
  ['/alerts?status=acknowledged', '告警'],
  ['/silences', '静默'],
  ['/rules', '规则'],
  ['/rules/R1', '阶段记录'],
  ['/risk', '风险'],
  ['/deadlines', '期限'],
])('says the same in Chinese at %s', async (path, text) => {
  await page.goto(`${product.url}${path}`);
  await page.getByText('中文').click();
  await page.locator('.content').getByText(text).first().waitFor();
  const words = await page.locator('.content').innerText();
  expect(words).not.toMatch(/\b(handling|silences|rules|risk|stage|verdict|deadlines)\./);
});
