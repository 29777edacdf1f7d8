import type { AlertView } from '@tillwatch/api';
import { planScenario, sendFleet, startEndingAt } from '@tillwatch/terminal';
import type { Browser, Page } from 'playwright-core';
import { read } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, ingestToken, startProduct, type Product } from './product.js';

const waitMs = 30_000;

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
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const head = async () =>
  (await read<{ position: { log: number } }>(product.url, '/v1/overview')).position.log; // prettier-ignore

it('tries a rule on the past week, compares with what was told, and shows what other thresholds would find', async () => {
  const before = await head();
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
  expect(await head()).toBe(before);
});

it('says so when the answer breaks off, and may be asked again', async () => {
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
