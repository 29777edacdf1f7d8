import { type ApiAnswer, password, System } from './system.ts';

/** Signing in: A19, A32 and A34 to A36 of the list. A33, how long it takes, is measured in libs/accounts. */
const timeoutMs = 300_000;

let system: System;
beforeAll(async () => {
  system = await System.start();
}, timeoutMs);
afterAll(async () => {
  expect(await system.stop()).toBe(0);
}, timeoutMs);

const enter = (username: string, given: string, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
  system.ask('POST /v1/sessions', { token: '', headers, body: { username, password: given } });
const wrong = 'not the password at all';

async function failures(id: string): Promise<number> {
  const [row] = await system.owner.query<{ failures: number }>('SELECT failures FROM accounts.tries WHERE id = $1', [
    id,
  ]);
  return row!.failures;
}

it('A35 a session’s secret from before signing in is not the one after', async () => {
  const id = await system.person('li.na', ['security-analyst']);
  const first = await system.session('li.na');
  const again = await enter('li.na', password, first.headers);
  const [cookie] = again.headers['set-cookie']![0]!.split(';');
  expect(cookie).not.toBe(first.headers['cookie']);
  const chosen = `tillwatch-session=${'A'.repeat(43)}`; // a stranger's, planted
  const planted = await enter('li.na', password, { ...first.headers, cookie: chosen });
  expect(planted.headers['set-cookie']![0]).not.toContain('A'.repeat(43));
  expect((await system.ask('GET /v1/me', { token: '', headers: { cookie: chosen } })).status).toBe(401);
  expect(await failures(id)).toBe(0);
});

it('A36 a session after signing out', async () => {
  await system.person('leaver', ['security-analyst']);
  const mine = await system.session('leaver');
  expect((await system.ask('GET /v1/me', mine)).status).toBe(200);
  expect((await system.ask('POST /v1/me/sign-out', mine)).status).toBe(204);
  for (const route of ['GET /v1/me', 'GET /v1/alerts', 'GET /v1/live', 'POST /v1/me/sign-out']) {
    expect(await system.ask(route, mine)).toMatchObject({ status: 401, code: 'unauthenticated' });
  }
});

it('A34 50 wrong passwords at once count as 50', async () => {
  const id = await system.person('rushed', ['security-analyst']);
  const answers = await Promise.all(Array.from({ length: 50 }, () => enter('rushed', wrong)));
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['sign-in-failed']));
  expect(await failures(id)).toBe(50);
  expect((await enter('rushed', password)).code).toBe('sign-in-failed'); // locked
});

it('A19 the lock applies whatever X-Forwarded-For says', async () => {
  const id = await system.person('forwarded', ['security-analyst']);
  for (let n = 1; n <= 10; n++) {
    const from = { 'x-forwarded-for': `192.0.2.${n}`, forwarded: `for=192.0.2.${n}`, 'x-real-ip': `192.0.2.${n}` };
    expect((await enter('forwarded', wrong, from)).status).toBe(401);
  }
  expect((await enter('forwarded', password, { 'x-forwarded-for': '198.51.100.1' })).code).toBe('sign-in-failed');
  expect((await system.ask(`GET /v1/accounts/${id}`)).body).toMatchObject({ status: 'locked' });
});

/** The last one here: after it nothing from this address is looked at for a quarter of an hour. */
it(
  'A32 of 1,000 tries on one user ten are looked at, and from one address a hundred that fail',
  async () => {
    const id = await system.person('guessed', ['security-analyst']);
    await system.person('beside', ['security-analyst']);
    const answers: ApiAnswer[] = [];
    while (answers.length < 1_000) {
      const from = { 'x-forwarded-for': `192.0.2.${answers.length % 250}` };
      answers.push(...(await Promise.all(Array.from({ length: 50 }, () => enter('guessed', wrong, from)))));
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['sign-in-failed', 'too-many-sign-ins']));
    expect(refused.length).toBeGreaterThan(900);
    expect(refused.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true);
    expect(await failures(id)).toBe(1_000 - refused.length);
    expect((await system.ask(`GET /v1/accounts/${id}`)).body).toMatchObject({ status: 'locked' });
    const looked = await system.owner.query<{ text: string }>(
      `SELECT data::text AS text FROM tillwatch.events WHERE data::text LIKE '%' || $1 || '%"wrong-password"%'`,
      [id],
    );
    expect(looked).toHaveLength(10);
    expect((await enter('beside', password)).code).toBe('too-many-sign-ins');
  },
  timeoutMs,
);
