import { keyMessage, sealMessage } from '@tillwatch/domain';
import { type CloudEvent, eventHash } from '@tillwatch/events';
import { newKey, type SigningKey } from '@tillwatch/testing';
import type { Browser, Page } from 'playwright-core';
import { read, send } from './api.js';
import { openBrowser, openPage } from './browser.js';
import { adminToken, cleanUp, dataFolder, ingestToken, startProduct, type Product } from './product.js';

const waitMs = 20_000;
const terminal = 'till-9';

let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];
let key: SigningKey;

beforeAll(async () => {
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder })), openBrowser()]);
  ({ page, complaints } = await openPage(browser));
  page.setDefaultTimeout(waitMs);
  await page.goto(`${product.url}/#token=${adminToken}`);
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});
afterEach(() => expect(complaints.splice(0)).toEqual([]));

/** The terminal's side, as its agent speaks it. */
const journal: CloudEvent[] = [];

async function tell(name: string, data: object): Promise<void> {
  const sequence = journal.length + 1;
  const event = {
    specversion: '1.0' as const,
    id: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
    source: `/terminals/${terminal}`,
    type: `tillwatch.${name}.v1`,
    time: new Date().toISOString(),
    subject: 'op-9',
    epoch: 7,
    sequence: String(sequence),
    ...(journal.length > 0 && { prevhash: eventHash(journal.at(-1)!) }),
    data: data as Record<string, unknown>,
  };
  journal.push(event);
  expect(await send(product.url, JSON.stringify([event]))).toMatchObject({ status: 200, body: { accepted: 1 } });
}

function seal(): Promise<void> {
  const place = { terminalId: terminal, epoch: 7, sequence: journal.length + 1, head: eventHash(journal.at(-1)!) };
  return tell('ChainSealed', { head: place.head, keyId: key.keyId, signature: key.sign(sealMessage(place)) });
}

async function asTerminal(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${product.url}/v1/terminals/${terminal}/${path}`, {
    method,
    headers: { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const status = () => page.getByTestId('terminal-status');
const dialog = () => page.getByRole('dialog');

it('gives a terminal nobody has heard of a code, with which it registers its key', async () => {
  await page.getByRole('link', { name: 'Terminals', exact: true }).click();
  await page.getByTestId('enrol').click();
  await dialog().getByLabel('Terminal').fill('till/9');
  await dialog().getByRole('button', { name: 'Next' }).click();
  await dialog().getByText('Letters, digits, dots').waitFor();
  await dialog().getByLabel('Terminal').fill(terminal);
  await dialog().getByRole('button', { name: 'Next' }).click();
  await page.getByText('This terminal has not been seen').waitFor();
  // The browser itself reports every 404.
  expect(complaints.splice(0).join()).toMatch(/^Failed to load resource.*404/);
  await page.getByTestId('new-code').click();
  await dialog().getByRole('button', { name: 'Issue' }).click();
  const code = await page.getByTestId('enrolment-code').innerText();
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  key = newKey();
  const proof = key.sign(keyMessage(terminal, key.publicKey, code.replaceAll('-', '')));
  const answer = await asTerminal('POST', 'keys', { publicKey: key.publicKey, proof, code });
  expect(answer).toEqual({ status: 201, body: { keyId: key.keyId } });
});

it('shows the key in use and how far the journal is sealed', async () => {
  await tell('JournalOpened', { reason: 'first' });
  await tell('TerminalStarted', { softwareVersion: '4.2' });
  await seal();
  await page.goto(`${product.url}/terminals/${terminal}`);
  await page.getByTestId('sealed-until').getByText('epoch 7, sequence 3').waitFor();
  const row = page.getByTestId('key-row');
  await row.getByText(key.keyId).waitFor();
  await row.getByText('In use').waitFor();
  await page.getByTestId('timeline').getByText('Chain sealed').waitFor();
});

it('freezes it for a reason, and shows when the terminal has confirmed, without a reload', async () => {
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await page.getByTestId('freeze').click();
  await dialog().getByRole('button', { name: 'Freeze' }).click();
  await dialog().getByText('State a reason').waitFor();
  await dialog().getByLabel('Reason').fill('Seen on a market stall');
  await dialog().getByRole('button', { name: 'Freeze' }).click();
  const row = page.getByTestId('command-row');
  await row.getByText('Pending').waitFor();
  await row.getByText('Seen on a market stall').waitFor();
  await page.getByTestId('commands-waiting').waitFor();
  expect(await dialog().count()).toBe(0);

  const { body } = await asTerminal('GET', 'commands?after=0&wait=30');
  const { commands } = body as { commands: { commandId: string; command: string; number: number }[] };
  expect(commands).toMatchObject([{ number: 1, command: 'freeze' }]);
  const { commandId, command, number } = commands[0]!;
  await tell('CommandAcknowledged', { commandId, command, number, outcome: 'done' });
  await status().getByText('Frozen').waitFor();
  await row.getByText('Done').waitFor();
  await page.getByTestId('freeze').getByText('Unfreeze').waitFor();
  expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
});

it('finds frozen terminals in the list, and counts them', async () => {
  await page.goto(`${product.url}/terminals?state=frozen`);
  await page.getByTestId('terminal-row').getByText(terminal).waitFor();
  const overview = await read<{ terminals: { frozen: number } }>(product.url, '/v1/overview');
  expect(overview.terminals.frozen).toBe(1);
});

it('raises an alert when a frozen terminal lets somebody in', async () => {
  await tell('LoginSucceeded', { sessionId: 's-1', factors: ['password'] });
  await page.goto(`${product.url}/terminals/${terminal}`);
  await page.getByText('Activity at a frozen or tampered terminal').waitFor();
});

it('revokes the key, after which its seals are kept and not trusted', async () => {
  await page.getByTestId('revoke').click();
  await dialog().getByLabel('Reason').fill('The device was sold');
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await page.getByTestId('key-row').getByText('The device was sold').waitFor();
  await seal();
  await page.getByText('Journal sealed with a revoked key').waitFor();
  await page.getByTestId('timeline').getByText('Sealed after revocation').waitFor();
  await page.getByTestId('sealed-until').getByText('sequence 3').waitFor();
});

it('says all of it in Chinese', async () => {
  await page.getByText('中文').click();
  await status().getByText('已冻结').waitFor();
  await page.getByTestId('key-row').getByText('已吊销').waitFor();
  await page.getByTestId('command-row').getByText('已执行').waitFor();
  await page.getByTestId('freeze').click();
  await dialog().getByText('终端收到后将重新允许登录').waitFor();
  await dialog()
    .getByRole('button', { name: /取\s*消/ })
    .click();
});
