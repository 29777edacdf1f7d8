import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { RecoveryChannel, RecoveryDossierView } from '@tillwatch/api';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { startForSeveral, type SeveralPeople } from './several-people.js';

const waitMs = 20_000;

let system: SeveralPeople;
let browser: Browser;
const pages: Record<string, Page> = {};
const complaints: string[][] = [];

beforeAll(async () => {
  [system, browser] = await Promise.all([startForSeveral(), openBrowser()]);
  // Each works in their own language, in a browser of their own.
  for (const [name, locale] of [['li.na', 'zh-CN'], ['zhao', 'en-US']] as const) {
    const opened = await openPage(browser, locale);
    opened.page.setDefaultTimeout(waitMs);
    await opened.page.goto(`${system.url}/recoveries#token=${system.tokens[name]}`);
    pages[name] = opened.page;
    complaints.push(opened.complaints);
  }
}, 120_000); // prettier-ignore
afterAll(async () => {
  await browser?.close();
  await system?.close();
});
afterEach(() => {
  expect(complaints.flatMap((one) => one.splice(0))).toEqual([]);
});

const texts = {
  'li.na': {
    new: '新建申请', agree: '我声明以上内容属实', submit: '提交申请', operator: '操作员', terminal: '终端', reason: '情况说明',
    cause: '长期未用', onset: '从何时起遗忘', record: '登记原因', custodian: '保管人', reference: '参考编号', add: '登记证据',
    close: '结束工单', comment: '备注', closed: '已结束', people: '参与人员', dossier: '完整档案',
  },
  zhao: {
    queue: 'To approve', confirmed: 'It is them', model: 'Device model', serial: 'Serial number', reference: 'Reference',
    transactions: 'Transaction references (comma between)', verify: 'Record verification', approve: 'Approve',
    execute: 'Tell the terminal', executed: 'Executed', people: 'People',
  },
}; // prettier-ignore

const channelNames: Record<RecoveryChannel, string> = {
  administrator: '后台管理员',
  vendor: '厂商或服务商',
  bank: '银行协助',
  'self-service': '自助或热线',
};

const form = (page: Page, testId = 'step-form') => page.getByTestId(testId);

async function choose(page: Page, within: string, field: string, choice: string): Promise<void> {
  await form(page, within).getByTestId(`field-${field}`).click();
  await page.locator('.ant-select-dropdown:visible').getByText(choice, { exact: true }).click();
}

async function post(path: string, body: object, who = 'zhao', type = 'application/json'): Promise<void> {
  const headers = { authorization: `Bearer ${system.tokens[who]}`, 'content-type': type };
  const answer = await fetch(new URL(path, system.url), { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

let sequence = 0;
async function told(terminal: string, name: string, operator: string, data: object): Promise<void> {
  const place = { epoch: 1, sequence: String(++sequence) };
  const of = { specversion: '1.0', id: randomUUID(), source: `/terminals/${terminal}`, subject: operator };
  const event = { ...of, type: `tillwatch.${name}.v1`, time: new Date().toISOString(), ...place, data };
  await post('/v1/events', event, 'ingest', 'application/cloudevents+json');
}

/** li.na asks, in Chinese; gives the address of the case. */
async function ask(channel: RecoveryChannel, operator: string, terminal: string): Promise<string> {
  const [page, words] = [pages['li.na']!, texts['li.na']];
  await page.goto(`${system.url}/recoveries`);
  await page.getByRole('button', { name: words.new }).click();
  const request = form(page, 'new-recovery');
  await request.getByLabel(words.operator, { exact: true }).fill(operator);
  await choose(page, 'new-recovery', 'channel', channelNames[channel]);
  await request.getByLabel(words.terminal, { exact: true }).fill(terminal);
  await request.getByLabel(words.reason).fill('休假后忘记密码');
  await request.getByText(words.agree).click();
  await request.getByRole('button', { name: words.submit }).click();
  await choose(page, 'step-form', 'cause', words.cause);
  await form(page).getByLabel(words.onset).fill('2026-01-02T10:00');
  await form(page).getByRole('button', { name: words.record }).click();
  return new URL(page.url()).pathname;
}

/** Every paper of the list, the first as a file. */
async function handIn(count: number): Promise<void> {
  const [page, words] = [pages['li.na']!, texts['li.na']];
  for (let item = 1; item <= count; item++) {
    const evidence = page.getByTestId('next-step').getByTestId('evidence-form');
    await evidence.getByLabel(words.custodian).fill('王店长');
    if (item === 1)
      await evidence.locator('input[type=file]').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 letter') }); // prettier-ignore
    else await evidence.getByLabel(words.reference).fill(`DOC-${item}`);
    await evidence.getByRole('button', { name: words.add }).click();
    await page
      .getByTestId('evidence-item')
      .nth(item - 1)
      .waitFor();
    await page.getByTestId('evidence').getByText('已加密保存').waitFor();
  }
}

it.each<[RecoveryChannel, number]>([
  ['administrator', 2],
  ['vendor', 2],
  ['bank', 2],
  ['self-service', 1],
])('goes through %s from request to dossier, by two people in two languages', async (channel, papers) => {
  const [operator, terminal] = [`cashier-${channel}`, `till-${channel}`];
  if (channel === 'vendor') {
    await post('/v1/terminals', {
      ...{ id: terminal, model: 'P-400', serial: 'SN-1', storeId: 's-1', custodian: 'li.na' },
      binding: {
        ...{ acquirerCode: '10450001', merchantCode: '104110058120001', merchantCreditCode: '91350100M000100Y43' },
        ...{ settlementAccount: '6222 0212 3456 0017', deploymentAddress: '1 Hubin Road' },
      },
    });
  }
  if (channel === 'self-service') {
    system.shift(-8 * 86_400_000);
    await post(`/v1/operators/${operator}/contact`, { kind: 'phone', destination: '13800000042' }, 'li.na');
    system.shift(0);
  }
  const path = await ask(channel, operator, terminal);
  await handIn(papers);

  const [zhao, english] = [pages['zhao']!, texts.zhao];
  await zhao.goto(`${system.url}${path}`);
  await choose(zhao, 'step-form', 'confirmed', english.confirmed);
  if (channel === 'vendor') {
    await form(zhao).getByLabel(english.model).fill('P-400');
    await form(zhao).getByLabel(english.serial).fill('sn-1');
  }
  if (channel === 'bank') {
    await form(zhao).getByLabel(english.reference, { exact: true }).fill('branch-12');
    await form(zhao).getByLabel(english.transactions).fill('T-1, T-2');
  }
  await form(zhao).getByRole('button', { name: english.verify }).click();
  await form(zhao).getByRole('button', { name: english.approve }).waitFor();

  // Who asked may not approve: they are not offered it, and told why in their own language.
  const lina = pages['li.na']!;
  await lina.reload();
  await lina.getByTestId('for-others').getByText('此申请由您提出').waitFor();
  expect(await form(lina).count()).toBe(0);

  await picture(lina, `${channel}-case-zh`);
  await zhao.goto(`${system.url}/recoveries`);
  await zhao.getByText(english.queue).click();
  const row = zhao.getByTestId('recovery-row').filter({ hasText: operator });
  await row.getByText('Yours to do').waitFor();
  await picture(zhao, `${channel}-list-en`);
  await row.getByTestId('recovery-link').click();
  await form(zhao).getByRole('button', { name: english.approve }).click();
  await form(zhao).getByRole('button', { name: english.execute }).click();
  await zhao.getByText('The terminal was told').waitFor();
  await picture(zhao, `${channel}-case-en`);
  await told(terminal, 'PasswordReset', operator, { channel, actor: 'desk', temporary: true });
  await zhao.getByTestId('recovery-status').getByText(english.executed).waitFor();
  await zhao.getByTestId('reset').getByText('as approved').waitFor();
  const verdict = { profile: 'pci', profileVersion: 1, length: 12, classes: 3, blocklisted: false, reused: false };
  await told(terminal, 'PasswordChanged', operator, { verdict });
  await lina.reload();
  await lina.getByTestId('checks').getByText('已完成').first().waitFor();
  await form(lina).getByLabel(texts['li.na'].comment).fill('本店没有卡');
  await form(lina).getByRole('button', { name: texts['li.na'].close }).click();
  await lina.getByTestId('recovery-status').getByText(texts['li.na'].closed).waitFor();

  for (const [page, people] of [[lina, texts['li.na'].people], [zhao, english.people]] as const) {
    await page.goto(`${system.url}${path}/dossier`);
    await page.getByTestId('people').getByText(people).waitFor();
    await page.getByTestId('people').getByText('zhao').waitFor();
    await page.getByTestId('terminal-facts').getByText('desk').waitFor();
    expect(await page.locator('.content').innerText()).not.toMatch(/\brecovery\.|\b(as-ordered|identity-check|long-unused)\b/);
  }
  const downloading = lina.waitForEvent('download');
  await lina.getByRole('button', { name: '下载档案' }).click();
  const download = await downloading;
  const { case: recovery, digest } = JSON.parse(await textOf(download)) as RecoveryDossierView;
  expect([recovery.operatorId, recovery.status, digest.length]).toEqual([operator, 'closed', 64]);
  await picture(lina, `${channel}-zh`);
  await picture(zhao, `${channel}-en`);
}, 180_000); // prettier-ignore

async function textOf(download: { createReadStream(): Promise<NodeJS.ReadableStream> }): Promise<string> {
  let text = '';
  for await (const chunk of await download.createReadStream()) text += String(chunk);
  return text;
}

/** For whoever wants to look: `PICTURES` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
