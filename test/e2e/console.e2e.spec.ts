import { join } from 'node:path';
import type { AlertView, OverviewView } from '@tillwatch/api';
import { planScenario, sendFleet, startEndingAt, type PlannedFleet } from '@tillwatch/terminal';
import type { Browser, Locator, Page } from 'playwright-core';
import { read, send } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, ingestToken, startProduct, type Product } from './product.js';

const waitMs = 20_000;
const minuteMs = 60_000;

let product: Product;
let plan: PlannedFleet;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  plan = planScenario('shop-day', { seed: 5, start: startEndingAt('shop-day', Date.now() - minuteMs) });
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder })), openBrowser()]);
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

/** The alert that was raised last is among the latest on the page. */
async function inFeed(side: 'en' | 'zh'): Promise<void> {
  const { items } = await read<{ items: AlertView[] }>(product.url, '/v1/alerts?limit=1');
  await page.getByTestId('latest-alerts').getByText(items[0]!.title[side]).first().waitFor();
}

it('refuses a wrong token and lets the right one in', async () => {
  await page.goto(product.url);
  await page.getByTestId('sign-in-way').getByText('With a token').click();
  await page.getByLabel('Access token').fill('not-the-token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The token was not accepted').waitFor();
  // The browser itself reports every 401.
  expect(complaints.splice(0).join()).toMatch(/^Failed to load resource.*401/);
  await page.getByLabel('Access token').fill(adminToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  expect(page.url()).not.toContain(adminToken);
});

it('shows counters, the chart and new alerts while a fleet reports, without a reload', async () => {
  await page.getByText('No alerts at present').waitFor();
  await page.getByText('No events in this time').waitFor();
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await sendFleet(plan, { url: product.url, token: ingestToken });
  await inFeed('en');
  const { operators, terminals, alerts } = await read<OverviewView>(product.url, '/v1/overview');
  expect(alerts.open).toBe(plan.expects.reduce((sum, { count }) => sum + count, 0));
  for (const [tile, value] of [
    ['tile-alerts', alerts.open],
    ['tile-operators', operators.total],
    ['tile-terminals', terminals.total],
  ] as const) {
    await page
      .getByTestId(tile)
      .locator('.tile-value', { hasText: new RegExp(`^${value}$`) })
      .waitFor();
  }
  const chart = page.getByTestId('event-chart');
  await eventually(chart, async () => /logins succeeded [1-9]/.test((await chart.getAttribute('aria-label')) ?? ''));
  expect(await chart.locator('svg path').count()).toBeGreaterThan(10);
  expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
});

it('filters the alerts, and tells of one what to do about it', async () => {
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  const rows = page.getByTestId('alert-row');
  await eventually(rows, async () => (await rows.count()) === openAlerts());
  await page.getByLabel('Terminal', { exact: true }).fill(offlineTerminal());
  await eventually(rows, async () => (await rows.count()) === 1);
  await rows.getByText('Late by').waitFor();
  await rows.getByTestId('alert-link').click();
  await page.getByRole('heading', { name: 'Password guessing at one terminal' }).waitFor();
  await page.getByTestId('rule-card').getByRole('heading', { name: 'What to do' }).waitFor();
  await page.locator('.timeline .evidence').first().waitFor();
});

it('shows an operator now and as of an instant, with a timeline', async () => {
  const lock = plan.terminals
    .flatMap(({ entries }) => entries)
    .find(({ event }) => event.type.includes('OperatorLocked'))!.event;
  await page.goto(`${product.url}/operators/${lock.subject}`);
  await page.getByTestId('operator-status').getByText('Active').waitFor();
  await page.getByTestId('timeline').getByText('Operator locked').first().waitFor();
  const field = page.getByLabel('As of');
  await field.fill(localTime(Date.parse(lock.time) + 2 * minuteMs));
  await field.press('Enter');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('You are looking at history').waitFor();
  await page.getByTestId('operator-status').getByText('Locked').waitFor();
  await page.getByTestId('operator-state').getByText('too many failures').waitFor();
  await page.getByRole('button', { name: 'Back to now' }).click();
  await page.getByTestId('operator-status').getByText('Active').waitFor();
});

it('shows what a terminal has not told, and until when its data is complete', async () => {
  const [first, , third] = gappedEvents();
  await send(product.url, `[${first},${third}]`);
  await page.goto(`${product.url}/terminals/till-gapped`);
  const complete = page.getByTestId('data-complete-until');
  await complete.getByText('Data complete until').waitFor();
  expect(await complete.locator('time').getAttribute('datetime')).toBe(gapStart);
  await page.getByTestId('gap-row').getByText('Missing').waitFor();
  await page.getByTestId('terminal-status').getByText('Gaps').waitFor();

  await send(product.url, `[${gappedEvents()[1]}]`);
  await page.getByTestId('gap-row').getByText('Filled').waitFor();
  await eventually(complete, async () => (await complete.locator('time').getAttribute('datetime')) !== gapStart);
});

it('A40 shows hostile text as what it is', async () => {
  const operator = 'eve\u202Egnp<img src=x onerror="document.title=\'owned\'">';
  const event = eventOf(1, 'LoginFailed', { reason: 'invalid-password' });
  await send(product.url, `[${JSON.stringify({ ...event, source: '/terminals/till-hostile', subject: operator })}]`);
  await page.goto(`${product.url}/operators?q=eve`);
  const link = page.getByTestId('operator-link');
  expect(await link.innerText()).toBe(operator.replace('\u202E', '\\u202E'));
  await link.click();
  await page.getByTestId('timeline-row').waitFor();
  expect(await page.locator('img[src=x]').count()).toBe(0);
  expect(await page.title()).not.toBe('owned');
  expect(await page.content()).not.toContain('\u202E');
});

it('speaks Chinese and English, and remembers which', async () => {
  await page.goto(product.url);
  await page.getByText('中文').click();
  await page.getByRole('heading', { name: '总览' }).waitFor();
  await inFeed('zh');
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.reload();
  await page.getByRole('heading', { name: '总览' }).waitFor();
  await page.getByText('English').click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
});

it('draws the picture for the README when it is asked to', async () => {
  if (process.env['TILLWATCH_SCREENSHOT'] !== '1') return;
  await page.getByTestId('latest-alerts').waitFor();
  await page.getByText('24 h', { exact: true }).click();
  await page.waitForTimeout(1_500); // the chart's animation
  await page.screenshot({ path: join(import.meta.dirname, '../../docs/console.png') });
});

it('ends the session on sign-out', async () => {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  await page.goto(`${product.url}/alerts`);
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(
    adminToken,
  );
});

function openAlerts(): number {
  return plan.expects.reduce((sum, { count }) => sum + count, 0);
}

/** The till that tells of guessing two days late. */
function offlineTerminal(): string {
  const guessedAt = new Set(plan.expects.filter(({ rule }) => rule === 'R2').map(({ key }) => key));
  return plan.terminals.find(
    ({ id, deliveries }) => guessedAt.has(`terminal:${id}`) && deliveries.some(({ why }) => why === 'late'),
  )!.id;
}

const gapStart = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 30 * minuteMs).toISOString();

/** Three events of a journal, the first at `gapStart`. */
function gappedEvents(): string[] {
  return [1, 2, 3].map((sequence) =>
    JSON.stringify({ ...eventOf(sequence, 'Heartbeat', { queued: 0 }), epoch: 1, sequence: String(sequence) }),
  );
}

function eventOf(number: number, name: string, data: Record<string, unknown>): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    source: '/terminals/till-gapped',
    type: `tillwatch.${name}.v1`,
    time: new Date(Date.parse(gapStart) + (number - 1) * minuteMs).toISOString(),
    data,
  };
}

/** As the date field takes it, in the browser's zone, which is this machine's. */
function localTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * minuteMs);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** Waits until `isSo`; names what it waited for when it never is. */
async function eventually(what: Locator, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + waitMs; Date.now() < deadline; await page.waitForTimeout(100)) {
    if (await isSo()) return;
  }
  throw new Error(`It never came about: ${String(what)}`);
}
