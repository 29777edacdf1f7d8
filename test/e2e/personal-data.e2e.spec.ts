import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { startForSeveral, type SeveralPeople } from './several-people.js';

const waitMs = 20_000;

let system: SeveralPeople;
let browser: Browser;
let caseId: string;
const complaints: string[][] = [];

beforeAll(async () => {
  [system, browser] = await Promise.all([startForSeveral(), openBrowser()]);
  await post('/v1/operators', { id: 'o-7', name: '王小明', role: 'cashier', scopeClass: 'vendor' });
  const attestation = { version: '2026-1', agreed: true };
  const asked = { channel: 'bank', operatorId: 'o-7', terminalId: 'till-7', reason: '休假后忘记密码', attestation };
  caseId = (await post('/v1/recovery-cases', asked)).id!;
  const act = (verb: string, body: object) => post(`/v1/recovery-cases/${caseId}/${verb}`, body);
  await act('cause', { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z' });
  const kept = { custodian: 'li.na', retainUntil: '2030-01-01T00:00:00Z' };
  await act('evidence', { kind: 'identity-check', reference: 'wang@shop.example', ...kept });
  await act('contact-attempts', { party: 'operator', means: 'phone', reached: true, comment: '下午六点后打 138 1234 1234' });
  await act('verify-identity', { confirmed: true, reference: 'branch-12/204', transactions: ['T-88120', 'T-88121'] });
}, 120_000); // prettier-ignore
afterAll(async () => {
  await browser?.close();
  await system?.close();
});
afterEach(() => {
  expect(complaints.flatMap((one) => one.splice(0))).toEqual([]);
});

async function post(path: string, body: object): Promise<{ id?: string }> {
  const headers = { authorization: `Bearer ${system.tokens['li.na']}`, 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, system.url), { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id?: string };
}

async function open(who: string, locale: string, path: string): Promise<Page> {
  const opened = await openPage(browser, locale);
  opened.page.setDefaultTimeout(waitMs);
  complaints.push(opened.complaints);
  await opened.page.goto(`${system.url}${path}#token=${system.tokens[who]}`);
  return opened.page;
}

async function reveal(page: Page, field: string, words: Words, reason: string): Promise<void> {
  await page.getByTestId(`reveal ${field}`).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(words.ask).waitFor();
  await dialog.getByLabel(words.reason).fill(reason);
  await picture(page, `dialog-${words.locale}`);
  await dialog.getByRole('button', { name: words.save }).click();
  await dialog.waitFor({ state: 'detached' });
}

const languages = [
  {
    ...{ locale: 'zh-CN', reason: '查看原因', save: '查看明文', ask: '先永久写入日志', told: '查看明文', card: '明文查看记录' },
    because: ['联系本人', '回电'],
  },
  {
    ...{ locale: 'en-US', reason: 'Reason for looking', save: 'Reveal', ask: 'before anything is shown', told: 'Shown in clear' },
    ...{ card: 'Shown in clear', because: ['to reach him', 'to call back'] },
  },
] as const; // prettier-ignore
type Words = (typeof languages)[number];

it.each(languages)('shows a masked name for a reason, and who may see it sees who looked: $locale', async (words) => {
  const field = '/registration/name';
  const analyst = await open('mei', words.locale, '/operators/o-7');
  await analyst.getByTestId(`masked ${field}`).getByText('王**').waitFor();
  await reveal(analyst, field, words, words.because[0]);
  await analyst.getByTestId(`masked ${field}`).getByText('王小明').waitFor();
  expect(await analyst.getByTestId(`reveal ${field}`).count()).toBe(0);
  await picture(analyst, `operator-${words.locale}`);
  await analyst.reload();
  await analyst.getByTestId(`masked ${field}`).getByText('王**').waitFor();
  expect(await analyst.getByTestId('reveals-card').count()).toBe(0);

  const officer = await open('zhao', words.locale, '/operators/o-7');
  await officer.getByTestId(`masked ${field}`).getByText('王小明').waitFor();
  expect(await officer.getByTestId(`reveal ${field}`).count()).toBe(0);
  const row = officer.getByTestId('reveal-row').filter({ hasText: words.because[0] });
  await row.getByText('mei').waitFor();
  await officer.getByTestId('reveals-card').getByText(words.card).waitFor();
  await picture(officer, `reveals-${words.locale}`);
});

it.each(languages)('shows what a case knows somebody by, and the case tells of it: $locale', async (words) => {
  const analyst = await open('mei', words.locale, `/recoveries/${caseId}`);
  await analyst.getByTestId('masked /evidence/0/reference').getByText('w***@shop.example').waitFor();
  await analyst.getByTestId('masked /verification/transactions').getByText('***20 · ***21').waitFor();
  await analyst.getByTestId('masked /contacts/0/comment').getByText('***').waitFor();
  await reveal(analyst, '/contacts/0/comment', words, words.because[1]);
  await analyst.getByTestId('masked /contacts/0/comment').getByText('138 1234 1234').waitFor();
  const told = analyst.getByTestId('history-row').filter({ hasText: words.because[1] });
  await told.getByText(words.told).waitFor();
  await picture(analyst, `case-${words.locale}`);
  await analyst.goto(`${system.url}/recoveries/${caseId}/dossier`);
  await analyst.getByTestId('people').getByText('mei').waitFor();
  await picture(analyst, `dossier-${words.locale}`);
});

it.each(languages)('offers nothing to who may not look: $locale', async ({ locale }) => {
  const auditor = await open('sun', locale, '/operators/o-7');
  await auditor.getByTestId('masked /registration/name').getByText('王**').waitFor();
  await auditor.goto(`${system.url}/recoveries/${caseId}`);
  await auditor.getByTestId('masked /evidence/0/reference').getByText('w***@shop.example').waitFor();
  expect(await auditor.getByTestId(/^reveal /).count()).toBe(0);
  await auditor.goto(`${system.url}/accounts`);
  await auditor.getByTestId('reveal-row').first().waitFor();
  expect(await auditor.locator('.content').innerText()).not.toMatch(/王小明|138 1234/);
  await picture(auditor, `accounts-${locale}`);
});

/** For whoever wants to look: `PICTURES` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
