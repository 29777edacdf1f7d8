import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { read, send } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, startProduct, type Product } from './product.js';

const waitMs = 30_000;

let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder })), openBrowser()]);
  ({ page, complaints } = await openPage(browser));
  page.setDefaultTimeout(waitMs);
  const start = { softwareVersion: '4.2' };
  const events = [event('till-1', 'TerminalStarted', start, 's-9')];
  for (let i = 0; i < 5; i++) events.push(event('till-2', 'LoginFailed', { reason: 'invalid-password' }, 's-2'));
  expect(await send(product.url, JSON.stringify(events))).toMatchObject({ body: { accepted: 6 } });
  await page.goto(`${product.url}/#token=${adminToken}`);
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});
afterEach(() => expect(complaints.splice(0)).toEqual([]));

function event(terminal: string, name: string, data: object, storeid: string): object {
  return {
    ...{ specversion: '1.0', id: randomUUID(), source: `/terminals/${terminal}`, type: `tillwatch.${name}.v1` },
    ...{ time: new Date().toISOString(), subject: 'op-1', storeid, data },
  };
}

const dialog = () => page.getByRole('dialog');
const fill = async (fields: Record<string, string>) => {
  for (const [label, value] of Object.entries(fields)) await dialog().getByLabel(label, { exact: true }).fill(value);
};
const choose = async (label: string, option: string) => {
  await dialog().getByLabel(label, { exact: true }).click();
  await page.locator('.ant-select-item-option').getByText(option, { exact: true }).click();
};
const save = async (name = 'Save') => {
  await dialog().getByRole('button', { name }).click();
  await dialog().waitFor({ state: 'detached' });
};
/** Where somebody wants to look at them. */
const picture = async (name: string) => {
  const folder = process.env['PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

const binding = {
  'Acquirer code': '10450001',
  'Merchant code': '104110058120001',
  'Unified social credit code': '91350100M000100Y43',
  'Settlement account': '6222 0212 3456 0017',
  'Deployment address': '1 Hubin Road',
};
const device = { Model: 'P2000L', 'Serial number': 'N7NL007', Store: 's-1', Custodian: 'li.na' };

it('registers a terminal, and says why it cannot', async () => {
  await page.getByTestId('nav-registry').click();
  await page.getByText('No terminal is registered').waitFor();
  await page.getByTestId('register').click();
  await fill({ 'Terminal id': 'till-1', ...device, ...binding, 'Unified social credit code': '91350100M000100Y44' });
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByTestId('refusal').getByText('Something that was entered is not right').waitFor();
  expect(complaints.splice(0).join()).toMatch(/400/); // the browser itself reports it
  await fill({ 'Unified social credit code': binding['Unified social credit code'] });
  await save();
  await page.getByTestId('registration-row').getByText('N7NL007').waitFor();
  await picture('registry');
});

it('refuses the serial number of another terminal', async () => {
  await page.getByTestId('register').click();
  await fill({ 'Terminal id': 'till-3', ...device, ...binding, 'Serial number': 'n7-nl-007' });
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('Another terminal is registered with this serial number').waitFor();
  expect(complaints.splice(0).join()).toMatch(/409/);
  await fill({ 'Serial number': 'N7NL008' });
  await save();
});

it('shows where a terminal is registered and what it claims, and what was changed as an alert', async () => {
  await page.getByTestId('registration-row').getByTestId('terminal-link').getByText('till-1').click();
  const card = page.getByTestId('registration');
  await card.getByText('****0017').waitFor();
  await page.getByTestId('terminal-state').getByText('s-9').waitFor();
  await page.getByTestId('give-to').click();
  await fill({ Custodian: 'wang.wei', Reason: 'Li Na changed stores' });
  await save();
  await card.getByText('wang.wei').waitFor();
  await page.getByTestId('bind').click();
  await fill({ 'Merchant code': '104110058120002', 'Settlement account': '6222021234560018', Reason: 'a new bank' });
  await save();
  await page.getByText('Serial number or binding of a terminal changed').waitFor();
  await page.getByTestId('timeline').getByText('Registered identity changed').waitFor();
});

it('records an inspection that found tampering, and raises an alert', async () => {
  await page.getByTestId('inspect').click();
  await fill({ Inspector: 'li.na', Notes: 'Scratches around the card slot' });
  await choose('Result', 'Tampered with');
  await dialog().getByText('Serial number as registered').click();
  await dialog()
    .getByLabel('Photos')
    .setInputFiles([{ name: 'slot.png', mimeType: 'image/png', buffer: Buffer.from('a photo') }]);
  await save();
  const row = page.getByTestId('inspection-row');
  await row.getByText('Case called for').waitFor();
  await row.getByText('Scratches around the card slot').waitFor();
  await page.getByText('Inspection found tampering or substitution').waitFor();
  const { items } = await read<{ items: { photos: string[]; checklist: object }[] }>(
    product.url,
    '/v1/terminals/till-1/inspections',
  );
  expect(items[0]).toMatchObject({ photos: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
  expect(items[0]!.checklist).toMatchObject({ 'serial-matches': true, 'seals-intact': false });
  await picture('terminal');
});

it('knows a registered terminal that was never heard of, and lists what is to be inspected', async () => {
  await page.goto(`${product.url}/terminals/till-3`);
  await page.getByTestId('registration').getByText('N7NL008').waitFor();
  await page.getByTestId('schedule').click();
  await dialog().getByLabel('Inspected every (days)').fill('30');
  await fill({ 'Risk analysis': 'TRA-2026-04' });
  await save();
  await page.goto(`${product.url}/registry?show=due`);
  const rows = page.getByTestId('due-row');
  await rows.nth(1).waitFor();
  expect(await rows.first().innerText()).toContain('till-3');
  await picture('due');
  // That nobody has heard of it is a 404 whenever it is read, and the browser itself reports every one.
  expect(complaints.splice(0).filter((complaint) => !complaint.includes('404'))).toEqual([]);
});

it('takes a control failure from its start to its risk', async () => {
  await page.getByTestId('nav-reviews').click();
  await page.getByText('Control failures', { exact: true }).click();
  await page.getByTestId('open-failure').click();
  await choose('Security control', 'Audit logging');
  await fill({ 'Failed at': '2026-01-05T08:00:00', 'What happened': 'No journal at till 3' });
  await save();
  const row = page.getByTestId('failure-row');
  await row.getByTestId('resume-failure').click();
  await fill({ 'Worked again at': '2026-01-05T10:30:00', Cause: 'A full disk', Fix: 'A larger one' });
  await save();
  await row.getByText('2 h 30 min').waitFor();
  await row.getByTestId('close-failure').click();
  await fill({ 'Risk assessment': 'No logins in the time' });
  await save();
  await row.getByText('Closed', { exact: true }).waitFor();
  await picture('failures');
});

it('compiles a day and says what is not as it should be', async () => {
  const today = new Date().toISOString().slice(0, 10);
  await page.getByText('Daily reviews', { exact: true }).click();
  await page.getByTestId('compile').click();
  await fill({ Day: today, Zone: '+00:00' });
  await save();
  await page.getByTestId('day-row').getByText(today).click();
  await page.getByTestId('day-checks').getByText('Alert not handled').waitFor();
  const exceptions = page.getByTestId('exception-row');
  await exceptions.filter({ hasText: 'Terminal without a key' }).filter({ hasText: 'till-1' }).waitFor();
  await exceptions.filter({ hasText: 'R1 operator:op-1' }).waitFor();
  await picture('day');
  await page.getByTestId('sign-off').click();
  await fill({ Note: 'Looked at all' });
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('It is not in a state that allows this').waitFor(); // the day is not over
  expect(complaints.splice(0).join()).toMatch(/409/);
});

it('signs a day off that is over', async () => {
  await page.goto(`${product.url}/reviews`);
  await page.getByTestId('compile').click();
  await fill({ Day: '2026-01-05', Zone: '+08:00' });
  await save();
  await page.getByTestId('day-row').getByText('2026-01-05').click();
  await page.getByTestId('sign-off').click();
  await fill({ Note: 'Looked at all' });
  await save();
  await page.getByTestId('day-summary').getByText('Looked at all').waitFor();
  expect(await page.getByTestId('sign-off').count()).toBe(0);
});

it('reviews who has access, account by account', async () => {
  await page.goto(`${product.url}/reviews?show=access`);
  await page.getByText('Never reviewed, overdue').waitFor();
  await page.getByTestId('open-review').click();
  await save();
  await page.getByTestId('next-due').getByText('Next due').waitFor();
  await page.getByTestId('review-row').getByRole('link').click();
  await page.getByTestId('account-row').getByTestId('decide').click();
  await choose('Decision', 'Keep');
  await fill({ Reason: 'Works at till 2' });
  await save();
  await page.getByTestId('account-row').getByText('administrator: Works at till 2').waitFor();
  await picture('access');
  await page.getByTestId('close-review').click();
  await save();
  await page.getByTestId('review-status').getByText('Closed').waitFor();
});

it('asks for a second person when two are required, and lets nobody be both', async () => {
  await page.goto(`${product.url}/reviews`);
  await page.getByText('One person is enough for what is risky').waitFor();
  await page.getByTestId('change-four-eyes').click();
  await fill({ Reason: 'There are two of us now' });
  await save();
  await page.getByTestId('four-eyes').getByText('What is risky takes two people').waitFor();
  await page.goto(`${product.url}/terminals/till-1`);
  await page.getByTestId('freeze').click();
  await fill({ Reason: 'Somebody tampered with it' });
  await save('Freeze');
  const row = page.getByTestId('request-row');
  await row.getByText('Somebody tampered with it').waitFor();
  await page.getByTestId('command-row').getByText('Pending').waitFor();
  await picture('requests');
  await row.getByText('Somebody else has to do this').waitFor();
  expect(await row.getByTestId('approve').count()).toBe(0);
});

it('says all of it in Chinese', async () => {
  await page.goto(`${product.url}/reviews?show=requests`);
  await page.getByText('中文').click();
  await page.getByTestId('four-eyes').getByText('高风险操作须双人复核').waitFor();
  await page.getByTestId('request-row').getByText('待决定').waitFor();
  await page.goto(`${product.url}/registry`);
  await page.getByTestId('registration-row').getByText('被拆改').waitFor();
  await picture('chinese');
  await page.goto(`${product.url}/reviews/daily/2026-01-05`);
  await page.getByTestId('day-checks').getByText('巡检逾期').waitFor();
  await picture('chinese-day');
});
