import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.js';
import { adminToken, cleanUp, dataFolder, printed, startProduct, type Product } from './product.js';

const waitMs = 20_000;
const password = 'correct horse battery';

let product: Product;
let browser: Browser;
let setupAddress: string;

beforeAll(async () => {
  [product, browser] = await Promise.all([dataFolder().then((folder) => startProduct({ folder })), openBrowser()]);
  [, setupAddress] = (await printed(product, /(http\S+\/setup#first=\S+)/, waitMs)) as unknown as [string, string];
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});

interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the developer tools show in red; a 401 or 403 that was asked for is taken out by the test. */
  complaints: string[];
}

async function visit(locale: string): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const complaints: string[] = [];
  page.on(
    'console',
    (message) => void (message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`)),
  );
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, context, complaints };
}

const words = {
  'en-US': {
    first: 'Create the first administrator',
    username: 'User name',
    password: 'Password',
    next: 'New password',
    again: 'New password again',
    code: 'One-time code',
    wrong: 'The name, the password or the code is wrong',
    signIn: 'Sign in to the console',
    overview: 'Overview',
    factorOn: 'On. Signing in takes a code.',
    enrol: 'Turn on the second factor',
    confirm: 'Confirm the code',
    mustChange: 'Change your first password',
    current: 'Present password',
    forbidden: 'You may not see this',
    alerts: 'Alerts',
  },
  'zh-CN': {
    first: '创建首位管理员',
    username: '用户名',
    password: '密码',
    next: '新密码',
    again: '再次输入新密码',
    code: '动态验证码',
    wrong: '用户名、密码或验证码错误',
    signIn: '登录控制台',
    overview: '总览',
    factorOn: '已启用。登录时需要输入验证码。',
    enrol: '启用第二因素',
    confirm: '确认验证码',
    mustChange: '请先修改初始密码',
    current: '当前密码',
    forbidden: '没有查看权限',
    alerts: '告警',
  },
} as const;

const label = (page: Page, text: string) => page.getByLabel(text, { exact: true });

async function signIn({ page }: Visitor, text: (typeof words)[keyof typeof words], name: string, secret = password) {
  await page.goto(product.url);
  await page.getByRole('heading', { name: text.signIn }).waitFor();
  await label(page, text.username).fill(name);
  await label(page, text.password).fill(secret);
  await page.getByTestId('sign-in-submit').click();
}

/** As an administrator by token. */
async function api<Body>(path: string, body: object): Promise<Body> {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, product.url), { method: 'POST', headers, body: JSON.stringify(body) });
  expect([path, answer.ok]).toEqual([path, true]);
  return (await answer.json()) as Body;
}

it('makes the first administrator by the link that the first start prints, and only once', async () => {
  const visitor = await visit('en-US');
  const { page, context, complaints } = visitor;
  await page.goto(setupAddress);
  await page.getByRole('heading', { name: words['en-US'].first }).waitFor();
  expect(page.url()).not.toContain('first=');
  await label(page, 'User name').fill('root');
  await label(page, 'New password').fill(password);
  await label(page, 'New password again').fill('something else than that');
  await page.getByTestId('set-up').click();
  await page.getByText('The two are not the same').waitFor();
  await label(page, 'New password again').fill(password);
  await page.getByTestId('set-up').click();
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  await signIn(visitor, words['en-US'], 'root');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: 'tillwatch-session', httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(await page.evaluate('document.cookie')).toBe('');
  expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toContain(cookie!.value);
  expect(complaints).toEqual([]);

  const other = await visit('en-US');
  await other.page.goto(setupAddress);
  await label(other.page, 'User name').fill('rival');
  await label(other.page, 'New password').fill(password);
  await label(other.page, 'New password again').fill(password);
  await other.page.getByTestId('set-up').click();
  await other.page.getByText('The link is not valid, no longer valid or already used').waitFor();
  await context.close();
  await other.context.close();
});

it.each(['en-US', 'zh-CN'] as const)('signs people in with a password and then a code, in %s', async (locale) => {
  const text = words[locale];
  const name = `mei.${locale.slice(0, 2)}`;
  const account = { username: name, name: '林梅', kind: 'person', roles: ['security-analyst'] };
  await api('/v1/accounts', { ...account, firstPassword: 'given by the office' });
  const visitor = await visit(locale);
  const { page, complaints } = visitor;

  await signIn(visitor, text, name, 'not this one at all');
  await page.getByText(text.wrong).waitFor();
  await label(page, text.password).fill('given by the office');
  await page.getByTestId('sign-in-submit').click();
  await page.getByRole('heading', { name: text.mustChange }).waitFor();
  await label(page, text.current).fill('given by the office');
  await label(page, text.next).fill(password);
  await label(page, text.again).fill(password);
  await page.getByTestId('change-password').click();
  await page.getByRole('heading', { name: text.overview }).waitFor();

  await page.getByTestId('my-account-link').click();
  await page.getByTestId('my-account').getByText('林梅').waitFor();
  const card = page.getByTestId('factor-card');
  await card.getByLabel(text.password, { exact: true }).fill(password);
  await card.getByRole('button', { name: text.enrol }).click();
  const secret = await page.getByTestId('factor-secret').innerText();
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await card.getByLabel(text.code, { exact: true }).fill(totp.generate());
  await card.getByRole('button', { name: text.confirm }).click();
  await page.getByText(text.factorOn).waitFor();

  await page.getByTestId('sign-out').click();
  await signIn(visitor, text, name);
  await label(page, text.code).fill(totp.generate({ timestamp: Date.now() + 30_000 })); // the last one is spent
  await page.getByTestId('sign-in-submit').click();
  await page.getByRole('heading', { name: text.overview }).waitFor();
  await page
    .getByTestId('connection')
    .getByText(locale === 'en-US' ? 'Live' : '实时')
    .waitFor();
  await page.reload();
  await page.getByRole('heading', { name: text.overview }).waitFor();
  // The browser itself reports the wrong password, and the first time without a code.
  expect(complaints.filter((line) => !/^Failed to load resource.*401/.test(line))).toEqual([]);
  await visitor.context.close();
});

it.each(['en-US', 'zh-CN'] as const)(
  'shows a store manager what is theirs and hides the rest, in %s',
  async (locale) => {
    const text = words[locale];
    const username = `manager.${locale.slice(0, 2)}`;
    const wanted = { username, name: username, kind: 'person', roles: ['store-manager'], stores: ['s-1'] };
    const { id } = await api<{ id: string }>('/v1/accounts', wanted);
    const { code } = await api<{ code: string }>(`/v1/accounts/${id}/setup-links`, {});
    const visitor = await visit(locale);
    const { page, complaints } = visitor;
    await page.goto(`${product.url}/setup#code=${code}`);
    await label(page, text.next).fill(password);
    await label(page, text.again).fill(password);
    await page.getByTestId('set-up').click();
    await signIn(visitor, text, username);
    await page.getByRole('heading', { name: text.alerts }).waitFor(); // the overview is not theirs
    expect(await page.getByTestId('nav-accounts').count()).toBe(0);
    expect(await page.getByTestId('nav-terminals').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.goto(`${product.url}/accounts`);
    await page.getByTestId('failure').getByText(text.forbidden).waitFor();
    await visitor.context.close();
  },
);

it('ends an open console within a minute of its account being disabled, its live stream included', async () => {
  const visitor = await visit('en-US');
  const { page } = visitor;
  const leaver = { username: 'leaver', name: 'L', kind: 'person', roles: ['security-analyst'] };
  const { id } = await api<{ id: string }>('/v1/accounts', leaver);
  const { code } = await api<{ code: string }>(`/v1/accounts/${id}/setup-links`, {});
  await api('/v1/setup', { code, password });
  await signIn(visitor, words['en-US'], 'leaver');
  await page.getByTestId('connection').getByText('Live').waitFor();
  await api(`/v1/accounts/${id}/disable`, { reason: 'left' });
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor({ timeout: 60_000 });
  await visitor.context.close();
}, 120_000);

it('lets an administrator make an account, hand out its link and switch it off again', async () => {
  const visitor = await visit('en-US');
  const { page, complaints } = visitor;
  await signIn(visitor, words['en-US'], 'root');
  await page.getByTestId('nav-accounts').click();
  await page.getByTestId('new-account').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('User name', { exact: true }).fill('wang.wei');
  await dialog.getByLabel('Name', { exact: true }).fill('Wang Wei');
  await dialog.getByTestId('account-roles').click();
  await page.locator('.ant-select-dropdown:visible').getByText('Terminal engineer', { exact: true }).click();
  await dialog.getByText('Give a new person their setup link.').click();
  await dialog.getByRole('button', { name: 'New account' }).click();
  const row = page.locator('[data-username="wang.wei"]');
  await row.getByText('Terminal engineer').waitFor();
  await row.getByRole('button', { name: 'Setup link' }).click();
  await page.getByTestId('confirm-dialog').getByRole('button', { name: 'Setup link' }).click();
  expect(await page.getByTestId('setup-link').innerText()).toMatch(/\/setup#code=[\w-]{43}$/);
  await page.getByRole('dialog').locator('button.ant-modal-close').click();
  await row.getByRole('button', { name: 'Disable' }).click();
  await page.getByLabel('Reason').fill('Left the company');
  await page.getByTestId('confirm-dialog').getByRole('button', { name: 'Disable' }).click();
  await row.getByTestId('account-status').getByText('Disabled').waitFor();
  expect(complaints).toEqual([]);
  await visitor.context.close();
});
