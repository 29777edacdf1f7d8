import { type Receiver, startReceiver } from '@tillwatch/testing';
import type { Browser, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { send } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, startProduct, type Product } from './product.js';

const waitMs = 20_000;
let product: Product;
let receiver: Receiver;
let status = 200;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  receiver = await startReceiver((response) => response.writeHead(status).end('said by the receiver'));
  const env = {
    TILLWATCH_NOTIFY_HOSTS: `127.0.0.1:${receiver.port}`,
    TILLWATCH_PUBLIC_URL: 'https://tillwatch.example',
  };
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder, env })), openBrowser()]);
  ({ page, complaints } = await openPage(browser));
  page.setDefaultTimeout(waitMs);
  await page.goto(`${product.url}/#token=${adminToken}`);
  await page.getByRole('link', { name: 'Notifications' }).click();
});
afterAll(async () => {
  await browser?.close();
  await receiver?.close();
  await cleanUp();
});

const channel = () => page.getByTestId('channel-row');
const delivery = () => page.getByTestId('delivery-row').first();

it('creates a channel, and says at its field why an address will not do', async () => {
  await page.getByText('There is no channel yet').waitFor();
  await page.getByTestId('new-channel').click();
  await page.getByLabel('Name').fill('security team');
  await page.getByLabel('Address').fill('https://169.254.169.254/latest');
  await page.getByRole('button', { name: 'Generate' }).click();
  const secret = await page.getByLabel('Signing secret').inputValue();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This will not do').waitFor();
  expect(complaints.splice(0).join()).toMatch(/^Failed to load resource.*400/); // the browser reports every refusal
  await page.getByLabel('Address').fill(`http://127.0.0.1:${receiver.port}/hook`);
  await page.getByRole('button', { name: 'Save' }).click();
  await channel().getByText('security team').waitFor();
  await channel().getByText(`http://127.0.0.1:${receiver.port}`).waitFor();
  await channel().getByText('Working').waitFor();
  expect(await page.content()).not.toContain(secret);

  await channel().getByRole('button', { name: 'Send a test' }).click();
  await delivery().getByText('Delivered').waitFor();
  const { body, headers } = receiver.received[0]!;
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'test' });
});

it('shows an alert that did not get through, every attempt, and tries again', async () => {
  status = 500;
  await send(product.url, JSON.stringify(failures()));
  await delivery().getByText('Alert raised').waitFor();
  await delivery().getByText('Waiting').waitFor();
  await channel().getByText('Nothing gets through').waitFor();
  await delivery().getByRole('button', { name: 'Expand row' }).click();
  const attempt = page.getByTestId('attempt-row').first();
  await attempt.getByText('Refused').waitFor();
  await attempt.getByText('500').waitFor();
  await attempt.getByText('said by the receiver').waitFor();
  status = 200;
  await delivery().getByRole('button', { name: 'Try again' }).click();
  await delivery().getByText('Delivered').waitFor();
  await channel().getByText('Working').waitFor();
  await page.getByRole('link', { name: 'R1' }).first().click();
  await page.getByRole('heading', { name: 'Password guessing against one operator' }).waitFor();
  await page.goBack();
});

it('speaks Chinese', async () => {
  await page.getByText('中文').click();
  await page.getByRole('heading', { name: '通知' }).waitFor();
  await delivery().getByText('已送达').waitFor();
  await page.getByText('English').click();
});

it('changes a channel without its secret, switches it off and on, and removes it', async () => {
  await channel().getByRole('button', { name: 'Edit' }).click();
  await page.getByText('Leave empty to keep it').waitFor();
  await page.getByLabel('Name').fill('SOC');
  await page.getByRole('button', { name: 'Save' }).click();
  await channel().getByText('SOC').waitFor();
  await channel().getByRole('button', { name: 'Switch off' }).click();
  await channel().getByText('Switched off by a person').waitFor();
  await channel().getByRole('button', { name: 'Switch on' }).click();
  await channel().getByText('Working').waitFor();
  await channel().getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('There is no channel yet').waitFor();
  expect(complaints).toEqual([]);
});

/** Five failed logins of one operator: R1. */
function failures(): object[] {
  return Array.from({ length: 5 }, (_, index) => ({
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    source: '/terminals/till-1',
    type: 'tillwatch.LoginFailed.v1',
    time: new Date(Date.now() - 60_000 + index * 1_000).toISOString(),
    subject: 'op-7',
    storeid: 'store-3',
    data: { reason: 'invalid-password' },
  }));
}
