import type { AccountTokenView, AccountView, MeView } from '@tillwatch/api';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';

let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance();
});
afterAll(() => compliance.close());

const password = 'correct horse battery';
const ours = { origin: 'http://till.example', host: 'till.example' };

interface Asked {
  token?: string;
  cookie?: string;
  headers?: Record<string, string>;
}

/** As the console asks: with a cookie and its own origin; or with a token. */
async function ask<Body = Record<string, unknown>>(
  route: string,
  body?: object,
  { token = '', cookie, headers = ours }: Asked = {},
) {
  const [method, url] = route.split(' ') as ['GET' | 'POST', string];
  const sent = { ...headers, ...(cookie !== undefined && { cookie }) };
  const answer = await compliance.ask<Body>(method, url, body, { token, headers: sent });
  const { error } = answer.body as { error?: { code: string; path?: string } };
  return { ...answer, code: error?.code, cookie: answer.headers['set-cookie'] as string | undefined };
}
const admin = { token: 'admin' };

async function makeAccount(username: string, over: object = {}): Promise<AccountView> {
  const wanted = { username, name: username, kind: 'person', roles: ['security-analyst'], ...over };
  const { status, body } = await ask<AccountView>('POST /v1/accounts', wanted, admin);
  expect([status, body]).toMatchObject([201, { username }]);
  return body;
}

/** Somebody with a password of their own, and the cookie of a session. */
async function person(username: string, over: object = {}): Promise<{ account: AccountView; cookie: string }> {
  const account = await makeAccount(username, over);
  const link = await ask<{ code: string }>(`POST /v1/accounts/${account.id}/setup-links`, undefined, admin);
  const { status } = await ask('POST /v1/setup', { code: link.body.code, password });
  expect(status).toBe(200);
  return { account, cookie: await enter(username) };
}

async function enter(username: string, given = password): Promise<string> {
  const { status, cookie } = await ask('POST /v1/sessions', { username, password: given });
  expect(status).toBe(200);
  return cookie!.split(';')[0]!;
}

it('gives who signs in a cookie that no script reads and no other site sends, and no token', async () => {
  await person('li.na');
  const { status, body, cookie, headers } = await ask('POST /v1/sessions', { username: 'li.na', password });
  expect([status, body]).toEqual([200, { username: 'li.na' }]);
  expect(cookie).toMatch(/^tillwatch-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(headers['cache-control']).toBe('no-store');
});

it('says who somebody is and what they may do', async () => {
  const { account, cookie } = await person('mei.lin', { roles: ['store-manager'], stores: ['s-1'] });
  const { body } = await ask<MeView>('GET /v1/me', undefined, { cookie });
  expect(body).toMatchObject({ subject: account.id, username: 'mei.lin', roles: ['store-manager'], stores: ['s-1'] });
  expect(body.permissions).toContain('alerts.read');
  expect(body.permissions).not.toContain('accounts.read');
  const token = await ask<MeView>('GET /v1/me', undefined, admin);
  expect(token.body).toMatchObject({ subject: 'administrator', by: 'installation', roles: ['administrator'] });
});

it('lets no other site sign somebody in, and lets a program do it', async () => {
  await person('signed.in');
  const give = { username: 'signed.in', password };
  expect((await ask('POST /v1/sessions', give, { headers: { origin: 'https://evil.example' } })).code).toBe(
    'cross-site',
  );
  expect((await ask('POST /v1/sessions', give, { headers: {} })).status).toBe(200);
});

it('takes the cookie back when its holder signs out', async () => {
  const { cookie } = await person('leaver');
  const answer = await ask('POST /v1/me/sign-out', undefined, { cookie });
  expect(answer.cookie).toMatch(/^tillwatch-session=; .*Max-Age=0$/);
});

it('lets nobody change or unlock their own account', async () => {
  const { cookie } = await person('climber');
  const boss = await person('boss', { roles: ['administrator'] });
  const change = { roles: ['auditor'], until: new Date(Date.now() + 1e9).toISOString(), reason: 'try' };
  expect((await ask(`POST /v1/accounts/${boss.account.id}/roles`, change, boss)).code).toBe('forbidden');
  expect((await ask(`POST /v1/accounts/${boss.account.id}/roles`, change, { cookie })).code).toBe('forbidden');
  expect((await ask(`POST /v1/accounts/${boss.account.id}/roles`, change, admin)).status).toBe(200);
  expect((await ask('GET /v1/accounts', undefined, boss)).status).toBe(200);
  expect((await ask(`POST /v1/accounts/${boss.account.id}/unlock`, { reason: 'x' }, boss)).code).toBe('forbidden');
});

it('has who was given a first password change it before anything else', async () => {
  await makeAccount('newcomer', { firstPassword: 'given by the office' });
  const cookie = await enter('newcomer', 'given by the office');
  const me = await ask<MeView>('GET /v1/me', undefined, { cookie });
  expect(me.body.mustChangePassword).toBe(true);
  expect((await ask('POST /v1/silences', {}, { cookie })).code).toBe('password-change-required');
  const change = (current: string) =>
    ask('POST /v1/me/password', { current, next: password }, { cookie }).then(({ status, code }) => code ?? status);
  expect(await change('something else 1')).toBe('password-wrong');
  expect(await change('given by the office')).toBe(204);
  expect((await ask('POST /v1/silences', {}, { cookie })).code).toBe('parameter-invalid');
});

it('names the person in the events of what they do', async () => {
  const { cookie } = await person('actor');
  const wanted = {
    ...{ matchers: { rule: 'R1' }, reason: 'drill', author: 'actor' },
    until: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const { status, body } = await ask<{ created: { by: string } }>('POST /v1/silences', wanted, { cookie });
  expect([status, body.created.by]).toEqual([201, 'actor']);
});

describe('tokens', () => {
  it('let a machine send events until they are revoked, and nothing else', async () => {
    const { id } = await makeAccount('till-9', { kind: 'machine', roles: ['terminal'] });
    const { body } = await ask<{ id: string; token: string }>(
      `POST /v1/accounts/${id}/tokens`,
      { label: 'till 9' },
      admin,
    );
    const send = async (): Promise<unknown> =>
      (
        await ask('POST /v1/events', undefined, {
          ...body,
          headers: { 'content-type': 'application/cloudevents+json' },
        })
      ).code;
    expect(await send()).toBe('body-empty');
    expect((await ask('GET /v1/me', undefined, body)).code).toBe('forbidden');
    expect((await ask('GET /v1/accounts', undefined, body)).code).toBe('forbidden');
    const listed = await ask<{ items: AccountTokenView[] }>(`GET /v1/accounts/${id}/tokens`, undefined, admin);
    expect(listed.body.items).toMatchObject([{ id: body.id, label: 'till 9', status: 'active' }]);
    expect(listed.body.items[0]).toHaveProperty('lastUsedAt');
    await ask(`POST /v1/accounts/${id}/tokens/${body.id}/revoke`, undefined, admin);
    expect(await send()).toBe('unauthenticated');
  });

  it('are a person’s own to make, in a session and not with another token, and nobody else’s to see', async () => {
    const mine = await person('maker');
    const others = await person('other');
    const path = `/v1/accounts/${mine.account.id}/tokens`;
    const made = await ask<{ id: string; token: string }>(`POST ${path}`, { label: 'script' }, mine);
    expect(made.status).toBe(201);
    const { token } = made.body;
    const me = await ask<MeView>('GET /v1/me', undefined, { token });
    expect(me.body).toMatchObject({ username: 'maker', by: 'token', roles: ['security-analyst'] });
    expect((await ask(`POST ${path}`, { label: 'another' }, { token })).code).toBe('forbidden');
    expect((await ask('POST /v1/me/password', { current: password, next: 'x' }, { token })).code).toBe('forbidden');
    for (const route of [`GET ${path}`, `POST ${path}`, `POST ${path}/${made.body.id}/revoke`]) {
      expect([route, (await ask(route, { label: 'x' }, others)).code]).toEqual([route, 'not-found']);
    }
    await ask(`POST /v1/accounts/${mine.account.id}/disable`, { reason: 'left' }, admin);
    expect((await ask('GET /v1/me', undefined, { token })).status).toBe(401);
    expect((await ask('GET /v1/me', undefined, mine)).status).toBe(401);
  });
});

it('unlocks for an administrator, who gives a reason', async () => {
  const { account } = await person('guessed');
  for (let n = 1; n <= 10; n++) {
    expect((await ask('POST /v1/sessions', { username: 'guessed', password: 'wrong wrong' })).status).toBe(401);
  }
  expect((await ask('POST /v1/sessions', { username: 'guessed', password })).code).toBe('sign-in-failed');
  const locked = await ask<AccountView>(`GET /v1/accounts/${account.id}`, undefined, admin);
  expect(locked.body).toMatchObject({ status: 'locked', lockedUntil: expect.any(String) });
  expect((await ask(`POST /v1/accounts/${account.id}/unlock`, { reason: 'called back' }, admin)).status).toBe(200);
  await enter('guessed');
});

it('looks at a hundred failed sign-ins from one address, then says when to come again, and lets others in', async () => {
  await person('beside');
  const from = (address: string, given: string) => {
    const payload = JSON.stringify({ username: 'beside', password: given });
    const headers = { ...ours, 'content-type': 'application/json' };
    return compliance.app.inject({ method: 'POST', url: '/v1/sessions', remoteAddress: address, headers, payload });
  };
  const guesses = Array.from({ length: 100 }, (_, n) => {
    const payload = JSON.stringify({ username: `anybody-${n}`, password: 'Summer2026!' });
    const headers = { ...ours, 'content-type': 'application/json', 'x-forwarded-for': `192.0.2.${n}` };
    return compliance.app.inject({
      method: 'POST',
      url: '/v1/sessions',
      remoteAddress: '203.0.113.9',
      headers,
      payload,
    });
  });
  expect(new Set((await Promise.all(guesses)).map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
  const refused = await from('203.0.113.9', password);
  expect([refused.statusCode, refused.json()]).toMatchObject([429, { error: { code: 'too-many-sign-ins' } }]);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await from('203.0.113.10', password)).statusCode).toBe(200);
});

it('has no secret in what it answers about accounts', async () => {
  const text = JSON.stringify((await ask('GET /v1/accounts', undefined, admin)).body);
  expect(text).not.toMatch(/argon2|tw_|"hash"|secret/);
});
