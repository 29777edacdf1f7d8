import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { send } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, startProduct, type Product } from './product.js';

const waitMs = 20_000;
const cashier = 'cashier-7';

let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder })), openBrowser()]);
  ({ page, complaints } = await openPage(browser));
  page.setDefaultTimeout(waitMs);
  await tell('Heartbeat', undefined, { queued: 0, posture });
  await tell('LoginSucceeded', cashier, { sessionId: 's', factors: ['pin'], network: 'ethernet' });
  await page.goto(`${product.url}/operators#token=${adminToken}`);
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const posture = {
  ...{ tlsVersion: '1.3', certificateExpires: '2030-01-31', lockAfter: 0, lockMinutes: 30, minLength: 8 },
  ...{ idleMinutes: 15, blocklistVersion: '2026.1', policyProfile: 'pci-dss' },
};

async function tell(name: string, subject: string | undefined, data: object): Promise<void> {
  const event = {
    ...{ specversion: '1.0', id: randomUUID(), source: '/terminals/till-1', type: `tillwatch.${name}.v1` },
    ...{ time: new Date().toISOString(), storeid: 's-1', ...(subject && { subject }), data },
  };
  expect(await send(product.url, JSON.stringify([event]))).toMatchObject({ body: { accepted: 1 } });
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

/** For whoever wants to look: a picture of the page when PICTURES names a folder. */
async function picture(name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/people-${name}.png`, fullPage: true });
}

async function choose(testId: string, choice: string): Promise<void> {
  await page.getByTestId(testId).click();
  await page.locator('.ant-select-dropdown:visible').getByText(choice, { exact: true }).click();
}

it('finds an operator that nobody registered, and registers them', async () => {
  await choose('filter-registration', 'Not registered');
  await page.getByTestId('operator-link').getByText(cashier).click();
  await page.getByTestId('registration-card').getByText('nobody has registered them').waitFor();
  await page.getByTestId('register').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('李娜');
  await dialog.getByLabel('Role').fill('cashier');
  await choose('scope-class', 'Single-card cashier');
  await dialog.getByLabel('Stores').fill('s-1, s-2');
  await dialog.getByRole('button', { name: 'Register an operator' }).click();
  const card = page.getByTestId('registration-card');
  await card.getByText('At work').waitFor();
  await card.getByText('李娜').waitFor();
  await card.getByText('In force: spared 8.2.1').waitFor();
  await page.getByTestId('training-card').getByText('Overdue').waitFor();
});

it('records training, which is then no longer due', async () => {
  await button('Record training').click();
  await page.getByTestId('training-card').getByText('Classroom').nth(1).waitFor();
  await page.getByTestId('training-card').getByText('Overdue').waitFor({ state: 'detached' });
  await page.getByTestId('nav-training').click();
  await page.getByTestId('training-row').getByText(cashier).waitFor();
  await page.getByText('Overdue only').click();
  await page.getByText('No training is listed').waitFor();
});

it("shows that a cashier did a supervisor's work, until somebody decides on the scope", async () => {
  await tell('PasswordReset', 'o-9', { channel: 'administrator', actor: cashier, temporary: true });
  await page.goto(`${product.url}/operators?exemption=void`);
  await page.getByTestId('operator-row').getByText('Exemption void').waitFor();
  await page.getByTestId('operator-link').getByText(cashier).click();
  await page.getByTestId('exemption-void').getByText('o-9').waitFor();
  await choose('registration-action', 'Decide PCI scope');
  await choose('scope-class', 'Supervisor');
  await page.getByTestId('registration-actions').getByLabel('Reason').fill('leads the shift');
  await button('Do it').click();
  await page.getByTestId('registration-card').getByText('Supervisor', { exact: true }).first().waitFor();
  await page.getByTestId('exemption-void').waitFor({ state: 'detached' });
  await choose('registration-action', 'Has left');
  await page.getByTestId('registration-actions').getByLabel('Reason').fill('contract ended');
  await button('Do it').click();
  await page.getByTestId('registration-card').getByText('contract ended').waitFor();
});

it('publishes a version of a policy and chooses another, and shows what terminals lack', async () => {
  await page.getByTestId('nav-policies').click();
  await page.getByTestId('policy-pci-dss').getByText('Version 1').first().waitFor();
  await page.getByTestId('publish-pci-dss').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Shortest password').fill('14');
  await dialog.getByLabel('Reason').fill('decided in March');
  await dialog.getByRole('button', { name: 'Publish a version' }).click();
  await page.getByTestId('policy-pci-dss').getByText('Version 2').first().waitFor();
  await page.getByTestId('policy-versions').getByText('decided in March').waitFor();
  const choice = page.getByTestId('policy-choice');
  await choose('choose-profile', 'mlps-3');
  await choice.getByLabel('Store (empty: all)').fill('s-2');
  await choice.getByLabel('Reason').fill('the law');
  await choice.getByRole('button', { name: 'Choose' }).click();
  await choice.getByText('Store s-2').waitFor();
  await page.getByRole('link', { name: 'Conformance of terminals' }).click();
  const row = page.getByTestId('conformance-row');
  await row.getByText('Shortest password: reports 8, required 14').waitFor();
  await row.getByText('Failures before a lock, at most: reports 0, required 10').waitFor();
  await page.getByTestId('terminal-link').click();
  await page.getByTestId('conformance-card').getByText('Fails').waitFor();
});

it('tries an import, shows every row, and then does it', async () => {
  await page.goto(`${product.url}/operators`);
  await page.getByRole('link', { name: 'Import' }).click();
  const csv = 'id,role,scopeClass,name\nn-1,cashier,vendor,王伟\nn-2,cashier,owner,\nn-3,cashier,vendor,=1+1\n';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'p.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await button('Try it').click();
  const report = page.getByTestId('import-report');
  await report.getByText('nothing was changed').waitFor();
  expect(await page.getByTestId('import-row').count()).toBe(3);
  await report.getByText('A cell looks like a formula').waitFor();
  await button('Import').click();
  await report.getByText('Imported.').waitFor();
  await page.getByTestId('operator-link').getByText('n-1').click();
  await page.getByTestId('registration-card').getByText('王伟').waitFor();
});

const command = async (path: string, body: object, token = adminToken): Promise<Record<string, string>> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${product.url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect([path, answer.ok]).toEqual([path, true]);
  return (await answer.json()) as Record<string, string>;
};

it('keeps a version for somebody else to put in force where it takes two', async () => {
  await command('four-eyes', { required: true, reason: 'there are two of us' });
  const about = { username: 'sun', name: '孙悦', kind: 'person', roles: ['compliance-officer'] };
  const { id } = await command('accounts', about);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const { token } = await command(`accounts/${id}/tokens`, { label: 'test', expiresAt });
  await page.goto(`${product.url}/policies`);
  await page.getByTestId('publish-pci-dss').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Shortest password').fill('16');
  await dialog.getByLabel('Reason').fill('decided in May');
  await dialog.getByRole('button', { name: 'Publish a version' }).click();
  const draft = page.getByTestId('draft-pci-dss');
  await draft.getByText('decided in May').waitFor();
  await draft.getByText('14 → 16').waitFor();
  await picture('draft');
  await draft.getByText('Somebody else has to do this').waitFor();
  expect(await draft.getByTestId('put-in-force-pci-dss').count()).toBe(0);
  await page.goto(`${product.url}/policies`);
  await page.getByText('中文').click();
  await page.getByTestId('policy-drafts').getByText('待他人批准').waitFor();
  await picture('draft-chinese');
  await page.getByText('English').click();
  expect(await command('policies/pci-dss/draft/put-in-force', { draft: 1 }, token)).toMatchObject({ version: 3 });
  await page.reload();
  await page.getByTestId('policy-pci-dss').getByText('Version 3').first().waitFor();
  await page.getByTestId('policy-versions').getByText('administrator → sun').waitFor();
});

it('asks in an access review about console accounts too', async () => {
  const { id } = await command('access-reviews', {});
  await page.goto(`${product.url}/reviews/access/${id}`);
  const row = page.getByTestId('console-account-row');
  await row.getByText('孙悦').waitFor();
  await row.getByText('Compliance officer').waitFor();
  await picture('accounts');
  await page.getByText('中文').click();
  await page.getByText('本系统账户').first().waitFor();
  await picture('accounts-chinese');
  await page.getByText('English').click();
});

it.each([
  ['/operators', '登记状态'],
  [`/operators/${cashier}`, '离职'],
  ['/training', '培训'],
  ['/policies', '等级保护三级'],
  ['/conformance', '不符合'],
  ['/imports', '试运行'],
])('says the same in Chinese at %s', async (path, text) => {
  await page.goto(`${product.url}${path}`);
  await page.getByText('中文').click();
  await page.locator('.content').getByText(text).first().waitFor();
  const words = await page.locator('.content').innerText();
  expect(words).not.toMatch(/\b(register|training|policies|conformance|imports)\./);
});
