import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { giver, somethingOfEverything, told, type Give } from './duties.fixture.js';
import { answerTo, offersOn, visitor, type OfferedCommand } from './offers.js';
import { startForSeveral, type Person, type SeveralPeople } from './several-people.js';

const waitMs = 20_000;
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const people: Record<string, Person> = {
  'li.na': { roles: ['security-analyst'] },
  zhao: { roles: ['compliance-officer'] },
  sun: { roles: ['terminal-engineer'] },
  wang: { roles: ['store-manager'], stores: ['s-1'] },
  zhou: { roles: ['auditor'], until: inAnHour },
};

let system: SeveralPeople;
let browser: Browser;
let give: Give;
/** Pages that no entry of the navigation leads to. */
let deeper: string[];

beforeAll(async () => {
  [system, browser] = await Promise.all([startForSeveral(people), openBrowser()]);
  give = giver(system);
  deeper = await somethingOfEverything(give, system.url);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

/** A browser of their own, signed in; `refused` fills with what the API would not show or do. */
async function pageOf(who: string, locale = 'en-US'): Promise<{ page: Page; refused: string[] }> {
  const { page } = await openPage(browser, locale);
  page.setDefaultTimeout(waitMs);
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(`${new URL(page.url()).pathname}: ${answer.url()}`);
  });
  await page.goto(`${system.url}/account#token=${system.tokens[who]}`);
  await page.getByTestId('page-heading').waitFor();
  return { page, refused };
}

/** Everything that somebody is offered, on every page that they are led to. */
async function everythingOffered(page: Page): Promise<OfferedCommand[]> {
  const links = page.locator('[data-testid^=nav-]');
  const entries = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  const isWithin = (path: string) => entries.some((entry) => entry !== '/' && path.startsWith(entry));
  const offered: OfferedCommand[] = [];
  const visit = visitor(page);
  for (const path of [...entries, ...deeper.filter(isWithin), '/account']) {
    await visit(path);
    offered.push(...(await offersOn(page)));
  }
  const byCommand = new Map(offered.map((one) => [`${one.method} ${one.path}`, one]));
  return [...byCommand.values()];
}

async function refusedOf(who: string, offered: readonly OfferedCommand[]): Promise<string[]> {
  const answers = offered.map(async (one) => [one, await answerTo(system.url, system.tokens[who]!, one)] as const);
  const refused = (await Promise.all(answers)).filter(([, status]) => status === 403 || status === 401);
  return refused.map(([{ page, method, path }]) => `${page} ${method} ${path}`).sort();
}

describe('the console offers nobody what they may not do', () => {
  it.each([
    ['li.na', 20],
    ['zhao', 12],
    ['sun', 8],
    ['wang', 5],
    ['zhou', 0],
  ])(
    'and asks nothing for %s that they may not see',
    async (who, atLeast) => {
      const { page, refused } = await pageOf(who);
      const offered = await everythingOffered(page);
      expect(await refusedOf(who, offered)).toEqual([]);
      expect(refused).toEqual([]);
      expect(offered.length).toBeGreaterThanOrEqual(atLeast);
      await page.context().close();
    },
    180_000,
  );

  it('which would be seen: what an administrator is offered is refused to an auditor', async () => {
    const { page } = await pageOf('admin');
    const offered = await everythingOffered(page);
    const changes = offered.filter(({ path }) => !path.endsWith('/read'));
    expect((await refusedOf('zhou', offered)).length).toBe(changes.length);
    expect(changes.length).toBeGreaterThan(40);
    await page.context().close();
  }, 180_000);
});

describe('people do their daily work in the console', () => {
  const dialog = (page: Page) => page.getByRole('dialog');

  async function save(page: Page, button: string | RegExp): Promise<void> {
    await dialog(page).getByRole('button', { name: button }).click();
    await dialog(page).waitFor({ state: 'detached' });
  }

  it('registers, changes and removes where an operator can be reached, and says what that blocks', async () => {
    const { page } = await pageOf('wang', 'zh-CN');
    await page.goto(`${system.url}/operators/op-1`);
    const card = page.getByTestId('contact-card');
    await card.getByText('0042').waitFor();
    await card.getByTestId('set-contact').click();
    await dialog(page).getByText('更换后七天内').waitFor();
    await dialog(page).getByLabel('号码或地址').fill('13900000077');
    await save(page, /保\s?存/);
    await card.getByText('0077').waitFor();
    await card.getByTestId('contact-fresh').getByText('自助或热线渠道的恢复暂停至').waitFor();
    await picture(page, 'operator-zh');
    await card.getByTestId('remove-contact').click();
    await dialog(page).getByLabel('原因').fill('号码已停用');
    await save(page, /保\s?存/);
    await card.getByText('未登记联系方式').waitFor();
    await page.context().close();
  }, 60_000);

  it('registers a store that one person runs, shows it on the cases of the store, and ends it', async () => {
    const { page } = await pageOf('zhao');
    await page.goto(`${system.url}/recoveries?show=alone`);
    const form = page.getByTestId('register-one-person');
    await form.getByLabel('Store').fill('s-kiosk');
    await form.getByLabel('Who may decide alone (user name)').fill('wang');
    await form.getByLabel('Until').fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 16));
    await form.getByLabel('Reason').fill('a kiosk');
    await form.getByRole('button', { name: 'Register an exception' }).click();
    const row = page.getByTestId('one-person-row').filter({ hasText: 's-kiosk' });
    await row.getByText('In force').waitFor();
    await picture(page, 'one-person-en');
    const asked = { channel: 'bank', operatorId: 'op-2', terminalId: 'till-2', storeId: 's-kiosk', reason: 'forgot' };
    const { id } = await give('li.na', 'recovery-cases', {
      ...asked,
      attestation: { version: '2026-1', agreed: true },
    });
    await page.goto(`${system.url}/recoveries/${String(id)}`);
    await page.getByTestId('one-person-note').getByText('wang may decide alone').waitFor();
    await page.goto(`${system.url}/recoveries?show=alone`);
    await row.getByTestId('end-one-person').click();
    await dialog(page).getByLabel('Reason').fill('two of us now');
    await save(page, 'Save');
    await row.getByText('Over').waitFor();
    await page.goto(`${system.url}/recoveries/${String(id)}`);
    await page.getByTestId('next-step').waitFor();
    expect(await page.getByTestId('one-person-note').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  it('opens a document that is kept, for a reason that stays on record', async () => {
    const document = '%PDF-1.7 a letter';
    const asked = { channel: 'bank', operatorId: 'op-3', terminalId: 'till-3', reason: 'forgot' };
    const { id } = await give('li.na', 'recovery-cases', {
      ...asked,
      attestation: { version: '2026-1', agreed: true },
    });
    const { page } = await pageOf('li.na', 'zh-CN');
    await page.goto(`${system.url}/recoveries/${String(id)}`);
    await page.getByTestId('more-actions').getByText('登记证据').click();
    const form = page.getByTestId('evidence-form');
    await form.getByLabel('保管人').fill('王店长');
    const file = { name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from(document) };
    await form.locator('input[type=file]').setInputFiles(file);
    await form.getByRole('button', { name: '登记证据' }).click();
    await page.getByTestId('open-evidence').click();
    await dialog(page).getByLabel('原因').fill('核对签名');
    const downloading = page.waitForEvent('download');
    await save(page, '打开文件');
    expect(await readFile(await (await downloading).path(), 'utf8')).toBe(document);
    const read = page.locator('[data-event=EvidenceFileRead]');
    await read.getByText('核对签名').waitFor();
    await picture(page, 'case-zh');
    await page.context().close();
  }, 60_000);

  it('ends sessions and demands a new password, and follows what the terminal makes of it', async () => {
    const { page } = await pageOf('li.na');
    await page.goto(`${system.url}/operators/op-1`);
    const card = page.getByTestId('operator-orders');
    await card.getByTestId('demand-password-change').click();
    await dialog(page).getByLabel('Reason').fill('seen on a note');
    await save(page, 'Save');
    const order = card.getByTestId('issued-order');
    await order.getByText('Pending').waitFor();
    const headers = { authorization: `Bearer ${system.tokens['ingest']}` };
    const commands = await fetch(new URL('/v1/terminals/till-1/commands', system.url), { headers });
    const issued = (await commands.json()) as { commands: { number: number; commandId: string; command: string }[] };
    const { number, commandId, command } = issued.commands.at(-1)!;
    await told(give, 'till-1', 'CommandAcknowledged', 'op-1', { number, commandId, command, outcome: 'done' });
    await order.getByText('Done').waitFor();
    await page.goto(`${system.url}/terminals/till-1`);
    await page.getByTestId('end-sessions').click();
    await dialog(page).getByLabel('Reason').fill('closing time');
    await save(page, 'Save');
    await page.getByTestId('command-row').filter({ hasText: 'closing time' }).getByText('Pending').waitFor();
    await picture(page, 'terminal-en');
    await page.context().close();
  }, 60_000);
});

/** For whoever wants to look: `PICTURES` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
