import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { MeView } from '@tillwatch/api';
import { readSettings, silentLog } from '@tillwatch/kernel';
import { createTestDatabase, type OpenIdProvider, startOpenIdProvider } from '@tillwatch/testing';
import { type Running, start } from './start.js';

/** A real OpenID provider, whose own pages sign in whoever types a name; and the product. */
const people: Record<string, Record<string, unknown>> = {
  lina: { preferred_username: 'li.na', name: 'Li Na', roles: ['sec', 'unknown-group'] },
  nobody: { preferred_username: 'no.body', name: 'Nobody', roles: ['canteen'] },
  taken: { preferred_username: 'root', name: 'Somebody else', roles: ['sec'] },
  audit: { preferred_username: 'au.dit', name: 'Auditor', roles: ['aud'] },
  shop: { preferred_username: 'sh.op', name: 'Shop', roles: ['mgr'], stores: ['s-1'] },
};

let provider: OpenIdProvider;
let product: Running;
let drop: () => Promise<void>;
let folder: string;

beforeAll(async () => {
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => {}); // the provider's advice
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const client = { id: 'tillwatch', secret: 'a secret of the client' };
  provider = await startOpenIdProvider({ ...client, redirectUrl: `${url}/v1/sign-in/openid/callback` }, people);
  const database = await createTestDatabase();
  drop = () => database.drop();
  folder = await mkdtemp(join(tmpdir(), 'tillwatch-openid-'));
  product = await start(
    readSettings({
      ...{ TILLWATCH_DATA: folder, TILLWATCH_PORT: String(port), TILLWATCH_DATABASE_URL: database.url },
      ...{ TILLWATCH_ADMIN_TOKEN: 'admin-token', TILLWATCH_INGEST_TOKEN: 'ingest-token', TILLWATCH_SECRET: 's' },
      ...{ TILLWATCH_PUBLIC_URL: url, TILLWATCH_OIDC_ISSUER: provider.issuer },
      ...{ TILLWATCH_OIDC_CLIENT_ID: client.id, TILLWATCH_OIDC_CLIENT_SECRET: client.secret },
      TILLWATCH_OIDC_ROLE_MAP: 'sec=security-analyst,aud=auditor,mgr=store-manager',
    }),
    silentLog,
  );
  await asAdministrator('POST', '/v1/accounts', {
    ...{ username: 'root', name: 'Root', kind: 'person', roles: ['administrator'] },
  });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  provider?.close();
  await drop();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A browser as far as this needs one: cookies by host, redirects followed one by one. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async ask(address: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address);
    const jar = this.jars.get(url.host) ?? new Map<string, string>();
    this.jars.set(url.host, jar);
    const answer = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
    return answer;
  }

  /** Goes where it is sent, signing in at the provider as `name` and agreeing, until an answer is no page of the provider's. */
  async signIn(name: string, stopBeforeCallback = false): Promise<string> {
    let address = `${product.url}/v1/sign-in/openid`;
    for (let step = 0; step < 20; step++) {
      if (stopBeforeCallback && address.includes('/callback?')) return address;
      const answer = await this.ask(address);
      const location = answer.headers.get('location');
      if (location?.startsWith('/#')) return location;
      if (location) {
        address = new URL(location, address).href;
        continue;
      }
      const page = await answer.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      if (!action) throw new Error(`${address}: ${answer.status} ${page}`);
      const prompt = /name="prompt" value="(\w+)"/.exec(page)![1]!;
      const sent = await this.ask(new URL(action, address).href, { prompt, login: name, password: 'any' });
      address = new URL(sent.headers.get('location')!, address).href;
    }
    throw new Error('It goes in circles.');
  }

  async me(): Promise<{ status: number; body: MeView }> {
    const answer = await this.ask(`${product.url}/v1/me`);
    return { status: answer.status, body: (await answer.json()) as MeView };
  }
}

async function asAdministrator(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };
  const answer = await fetch(`${product.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return (await answer.json()) as Record<string, unknown>;
}

it('says that people may sign in by a provider', async () => {
  expect(await (await fetch(`${product.url}/v1/sign-in`)).json()).toEqual({ openid: true });
});

it('lets in whom the provider vouches for, with the roles its claim maps to', async () => {
  const browser = new Browser();
  expect(await browser.signIn('lina')).toBe('/#session=openid');
  expect(await browser.me()).toMatchObject({
    status: 200,
    body: { username: 'li.na', name: 'Li Na', roles: ['security-analyst'], by: 'session' },
  });
});

it('knows them again, and gives and takes roles as the provider says', async () => {
  people['lina']!['roles'] = ['aud'];
  const browser = new Browser();
  expect(await browser.signIn('lina')).toBe('/#session=openid');
  expect((await browser.me()).body).toMatchObject({ username: 'li.na', roles: ['auditor'] });
  people['lina']!['roles'] = [];
  expect(await new Browser().signIn('lina')).toBe('/#refused=role-missing');
  const { items } = (await asAdministrator('GET', '/v1/accounts')) as { items: { username: string; until?: string }[] };
  const [account, ...more] = items.filter(({ username }) => username === 'li.na');
  expect([more, account?.until]).toEqual([[], expect.any(String)]);
});

it('gives a store manager the stores of the claim', async () => {
  const browser = new Browser();
  expect(await browser.signIn('shop')).toBe('/#session=openid');
  expect((await browser.me()).body).toMatchObject({ roles: ['store-manager'], stores: ['s-1'] });
});

it.each([
  ['nobody', 'role-missing'],
  ['taken', 'openid'],
])('refuses %s and says why: %s', async (name, why) => {
  const browser = new Browser();
  expect(await browser.signIn(name)).toBe(`/#refused=${why}`);
  expect((await browser.me()).status).toBe(401);
});

it('refuses an answer that another browser asked for, one that was changed, and one that was used', async () => {
  const browser = new Browser();
  const address = await browser.signIn('audit', true);
  const elsewhere = await new Browser().ask(address);
  expect(elsewhere.headers.get('location')).toBe('/#refused=openid');
  const changed = address.replace(/state=[^&]+/, 'state=another');
  expect((await browser.ask(changed)).headers.get('location')).toBe('/#refused=openid');
  // What was kept is spent with that; the same address is worth nothing now.
  expect((await browser.ask(address)).headers.get('location')).toBe('/#refused=openid');
  expect((await browser.me()).status).toBe(401);
});

it('refuses an identity that somebody else changed on its way', async () => {
  provider.forged = { sub: 'lina', preferred_username: 'in.truder', roles: ['sec'] };
  const browser = new Browser();
  expect(await browser.signIn('audit')).toBe('/#refused=openid');
  delete provider.forged;
  expect(await browser.signIn('audit')).toBe('/#session=openid');
});
