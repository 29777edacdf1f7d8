import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { type OpenIdProvider, startOpenIdProvider } from '@tillwatch/testing';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { cleanUp, dataFolder, type Product, startProduct } from './product.js';

/** A real browser, the product as it is started, and an OpenID provider with pages of its own. */
const waitMs = 60_000;
const timeoutMs = 240_000;

const words = {
  'en-US': {
    signIn: 'Sign in to the console',
    overview: 'Overview',
    roleMissing: 'Your organisation has given you no role here. Ask whoever manages access.',
    refused: 'Signing in with your organisation failed',
  },
  'zh-CN': {
    signIn: '登录控制台',
    overview: '总览',
    roleMissing: '您的企业账号在本系统中没有角色，请联系权限管理员授权。',
    refused: '企业账号未获准登录',
  },
} as const;
type Locale = keyof typeof words;
const locales = Object.keys(words) as Locale[];

let provider: OpenIdProvider;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => {}); // the provider's advice
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const client = { id: 'tillwatch', secret: 'a secret of the client' };
  provider = await startOpenIdProvider(
    { ...client, redirectUrl: `${url}/v1/sign-in/openid/callback` },
    {
      lina: { preferred_username: 'li.na', name: 'Li Na', roles: ['sec'] },
      cook: { preferred_username: 'co.ok', name: 'Cook', roles: ['canteen'] },
    },
  );
  const env = {
    TILLWATCH_PORT: String(port),
    ...{ TILLWATCH_PUBLIC_URL: url, TILLWATCH_OIDC_ISSUER: provider.issuer, TILLWATCH_OIDC_CLIENT_ID: client.id },
    ...{ TILLWATCH_OIDC_CLIENT_SECRET: client.secret, TILLWATCH_OIDC_ROLE_MAP: 'sec=security-analyst' },
  };
  const starting = dataFolder().then((folder) => startProduct({ folder, env }));
  [product, browser] = await Promise.all([starting, openBrowser()]);
}, timeoutMs);
afterAll(async () => {
  await browser?.close();
  await cleanUp();
  provider?.close();
}, timeoutMs);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** From the console's page to the provider's, where somebody types a name and agrees, and back. */
async function leaveFor(page: Page, name: string): Promise<void> {
  await page.getByTestId('sign-in-openid').click();
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

/** Ours: those of the provider, on another port of this machine, come along. */
async function cookies(page: Page): Promise<object[]> {
  const all = await page.context().cookies(product.url);
  return all.filter(({ name }) => name.startsWith('tillwatch'));
}

async function visit(locale: Locale): Promise<Awaited<ReturnType<typeof openPage>>> {
  const visitor = await openPage(browser, locale);
  visitor.page.setDefaultTimeout(waitMs);
  await visitor.page.goto(product.url);
  await visitor.page.getByRole('heading', { name: words[locale].signIn }).waitFor();
  return visitor;
}

it.each(locales)(
  'signs somebody in by their organisation’s account, and out again, in %s',
  async (locale) => {
    const { page, complaints } = await visit(locale);
    await leaveFor(page, 'lina');
    await page.getByRole('heading', { name: words[locale].overview }).waitFor();
    complaints.length = 0; // the provider's pages want fonts from elsewhere
    await page.reload();
    await page.getByRole('heading', { name: words[locale].overview }).waitFor();
    expect(page.url()).toBe(`${product.url}/`); // nothing of the way back stays in the address
    expect(await cookies(page)).toMatchObject([{ name: 'tillwatch-session', httpOnly: true, sameSite: 'Strict' }]);
    await page.getByTestId('my-account-link').click();
    await page.getByTestId('my-account').getByText('Li Na').waitFor();
    expect(complaints).toEqual([]);

    await page.getByTestId('sign-out').click();
    await page.getByRole('heading', { name: words[locale].signIn }).waitFor();
    expect(await cookies(page)).toEqual([]);
    await page.goto(`${product.url}/alerts`);
    await page.getByRole('heading', { name: words[locale].signIn }).waitFor();
    await page.context().close();
  },
  timeoutMs,
);

it.each(locales)(
  'tells somebody without a role here so in words, in %s',
  async (locale) => {
    const { page } = await visit(locale);
    await leaveFor(page, 'cook');
    await page.getByRole('alert').getByText(words[locale].roleMissing).waitFor();
    expect(page.url()).toBe(`${product.url}/`);
    expect(await cookies(page)).toEqual([]);
    await page.reload();
    await page.getByTestId('sign-in-openid').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  },
  timeoutMs,
);

it(
  'tells somebody who comes back without having left from here',
  async () => {
    const { page } = await visit('en-US');
    await page.goto(`${product.url}/v1/sign-in/openid/callback?code=x&state=y`);
    await page.getByRole('alert').getByText(words['en-US'].refused).waitFor();
    await page.context().close();
  },
  timeoutMs,
);
