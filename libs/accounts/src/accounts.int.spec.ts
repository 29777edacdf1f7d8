import type { Principal } from '@tillwatch/api';
import { administrator, type AccountsFixture, openFixture, rightPassword } from './accounts.fixture.js';
import { readAccount } from './account-log.js';
import { getAccount } from './account-rows.js';
import {
  changeRoles,
  createAccount,
  firstSetupLink,
  healAccounts,
  issueSetupLink,
  issueToken,
  revokeToken,
  setDisabled,
  setPassword,
  useSetupLink,
} from './accounts.js';
import { changeOwnPassword, signOut } from './own-account.js';
import { accountPeople, type AccountPeople } from './people.js';
import { signIn } from './sign-in.js';
import { lastUses } from './tokens.js';

let fixture: AccountsFixture;
let people: AccountPeople;
beforeAll(async () => {
  fixture = await openFixture();
  people = accountPeople(fixture.of);
});
afterAll(() => fixture.drop());

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { problem?: { code: string; path?: string } }) =>
      `${error.problem?.code} ${error.problem?.path ?? ''}`.trim(),
  );
const inDays = (days: number): string => new Date(fixture.of.clock() + days * 86_400_000).toISOString();
const enter = (username: string, password = rightPassword) => signIn(fixture.of, { username, password });

it('makes the first administrator by a link that is good once, and no other after that', async () => {
  const code = (await firstSetupLink(fixture.of))!;
  const newer = (await firstSetupLink(fixture.of))!;
  const use = (given: string, password = rightPassword) =>
    codeOf(useSetupLink(fixture.of, { code: given, password, username: 'Root' }));
  expect(await use(code)).toBe('setup-link-invalid /code');
  expect(await use(newer, 'short')).toBe('password-refused /password');
  const both = await Promise.all([use(newer), use(newer)]);
  expect(both.sort()).toEqual(['done', 'setup-link-invalid /code']);
  expect(await firstSetupLink(fixture.of)).toBeUndefined();
  expect((await enter('root')).account.roles).toEqual(['administrator']);
});

it.each([
  [{ username: 'a b' }, 'parameter-invalid /username'],
  [{ username: 'root' }, 'name-taken /username'],
  [{ roles: [] }, 'parameter-invalid /roles'],
  [{ roles: ['terminal'] }, 'parameter-invalid /roles'],
  [{ kind: 'machine' }, 'parameter-invalid /roles'],
  [{ roles: ['store-manager'] }, 'parameter-invalid /stores'],
  [{ roles: ['administrator'], stores: ['s-1'] }, 'parameter-invalid /stores'],
  [{ roles: ['administrator'], merchants: ['m-1'] }, 'parameter-invalid /stores'],
  [{ merchants: [] }, 'parameter-invalid /merchants'],
  [{ roles: ['auditor'] }, 'parameter-invalid /until'],
  [{ roles: ['auditor'], until: '2030-01-01T00:00:00Z' }, 'parameter-invalid /until'],
  [{ until: '2020-01-01T00:00:00Z' }, 'parameter-invalid /until'],
])('refuses an account with %j', async (over, expected) => {
  const wanted = { username: 'x.y', name: 'X', kind: 'person', roles: ['security-analyst'], ...over } as never;
  expect(await codeOf(createAccount(fixture.of, wanted, 'test'))).toBe(expected);
});

it('gives a name to one of two who want it at once', async () => {
  const wanted = { username: 'twin', name: 'Twin', kind: 'person' as const, roles: ['security-analyst' as const] };
  const both = await Promise.all([1, 2].map(() => codeOf(createAccount(fixture.of, wanted, 'test'))));
  expect(both.sort()).toEqual(['done', 'name-taken /username']);
});

it.each(['short', 'x'.repeat(129), 'aaaabbbbccccdddd', 'my.guest.password'])(
  'refuses the password %s',
  async (password) => {
    const account = (await getAccount(fixture.of.database, (await guest()).id))!;
    const refused = setPassword(fixture.of, account, { password, by: 'self', actor: 'x' });
    expect(await codeOf(refused)).toBe('password-refused /password');
  },
);

let guestAccount: Promise<{ id: string }> | undefined;
const guest = () => (guestAccount ??= fixture.person('my.guest'));

it('has who was given a first password change it before anything else', async () => {
  const wanted = { username: 'newcomer', name: 'N', kind: 'person' as const, roles: ['security-analyst' as const] };
  const account = await createAccount(fixture.of, wanted, 'test');
  await setPassword(fixture.of, account, { password: 'given by the office', by: 'administrator', actor: 'test' });
  const { session } = await enter('newcomer', 'given by the office');
  expect((await people.ofSession(session.secret))?.principal.mustChangePassword).toBe(true);
  const change = (current: string, next: string) =>
    codeOf(changeOwnPassword(fixture.of, account.id, { current, next, session: session.id }));
  expect(await change('given by somebody', rightPassword)).toBe('password-wrong /current');
  expect(await change('given by the office', 'given by the office')).toBe('password-refused /password');
  expect(await change('given by the office', rightPassword)).toBe('done');
  expect((await people.ofSession(session.secret))?.principal).not.toHaveProperty('mustChangePassword');
});

it('sets a password by a link of an administrator, which ends the sessions there were', async () => {
  const { id } = await fixture.person('forgetful');
  const { session } = await enter('forgetful');
  const { code } = await issueSetupLink(fixture.of, id, 'administrator');
  expect(await people.ofSession(session.secret)).toBeDefined();
  await useSetupLink(fixture.of, { code, password: 'another good password' });
  expect(await people.ofSession(session.secret)).toBeUndefined();
  expect(await codeOf(enter('forgetful'))).toBe('sign-in-failed');
  expect((await enter('forgetful', 'another good password')).account.id).toBe(id);
  const late = await issueSetupLink(fixture.of, id, 'administrator');
  fixture.later(24 * 60 + 1);
  expect(await codeOf(useSetupLink(fixture.of, { ...late, password: rightPassword }))).toBe('setup-link-invalid /code');
});

describe('a session', () => {
  const begin = async (username: string): Promise<string> => {
    await fixture.person(username);
    return (await enter(username)).session.secret;
  };

  it('ends after 15 minutes without use, and after 8 hours with it', async () => {
    let secret = await begin('idler');
    fixture.later(14);
    const renewed = await people.ofSession(secret);
    secret = renewed!.renewed!;
    fixture.later(14);
    expect(await people.ofSession(secret)).toBeDefined();
    fixture.later(16);
    expect(await people.ofSession(secret)).toBeUndefined();
    secret = (await enter('idler')).session.secret;
    for (let minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
      fixture.later(10);
      secret = (await people.ofSession(secret))!.renewed!;
    }
    fixture.later(11);
    expect(await people.ofSession(secret)).toBeUndefined();
  });

  it('is not kept by a stream that stays open', async () => {
    const secret = await begin('watcher');
    const { principal } = (await people.ofSession(secret))!;
    for (let minute = 0; minute < 14; minute++) {
      fixture.later(1);
      expect(await people.again(principal)).toBeDefined();
    }
    fixture.later(2);
    expect(await people.again(principal)).toBeUndefined();
  });

  it('gets a new secret to one of many requests at once, and the old one serves those under way', async () => {
    const secret = await begin('rotated');
    fixture.later(6);
    const answers = await Promise.all([1, 2, 3, 4].map(() => people.ofSession(secret)));
    expect(answers.every((answer) => answer !== undefined)).toBe(true);
    const fresh = answers.flatMap((answer) => answer?.renewed ?? []);
    expect(fresh).toHaveLength(1);
    expect(fresh[0]).not.toBe(secret);
    expect(await people.ofSession(secret)).toBeDefined();
    expect(await people.ofSession(fresh[0]!)).toBeDefined();
  });

  it('ends when a secret that was replaced turns up again later: somebody has taken it', async () => {
    const secret = await begin('stolen');
    fixture.later(6);
    const { renewed } = (await people.ofSession(secret))!;
    fixture.later(1);
    expect(await people.ofSession(secret)).toBeUndefined();
    expect(await people.ofSession(renewed!)).toBeUndefined();
    expect((await fixture.told('sign-in-')).at(-1)).toMatchObject({ name: 'SessionEnded', data: { reason: 'reused' } });
  });

  it('is another one at each sign-in, and worth nothing after signing out', async () => {
    const first = await begin('leaving');
    const { account, session } = await enter('leaving');
    expect(session.secret).not.toBe(first);
    await signOut(fixture.of, account.id, session.id);
    expect(await people.ofSession(session.secret)).toBeUndefined();
    expect(await people.ofSession(first)).toBeDefined();
  });

  it('shows the roles its holder has now, and nothing once the account is disabled', async () => {
    const secret = await begin('changing');
    const { principal } = (await people.ofSession(secret))!;
    const grant = { roles: ['store-manager' as const], stores: ['s-1'], reason: 'moved' };
    await changeRoles(fixture.of, principal.subject, grant, administrator);
    expect(await people.again(principal)).toMatchObject({ roles: ['store-manager'], stores: ['s-1'] });
    const ofMerchant = { roles: ['store-manager' as const], merchants: ['m-1'], stores: ['s-1'], reason: 'moved' };
    await changeRoles(fixture.of, principal.subject, ofMerchant, administrator);
    const stores = ['s-1', 'only store of m-1'];
    expect(await people.again(principal)).toMatchObject({ stores, merchants: ['m-1'] });
    await setDisabled(fixture.of, principal.subject, { disabled: true, reason: 'left' }, administrator);
    expect(await people.again(principal)).toBeUndefined();
    expect(await people.ofSession(secret)).toBeUndefined();
  });
});

it('lets nobody change what they may do themselves', async () => {
  const { id, username } = await fixture.person('climber');
  const self = { subject: id, name: username };
  const grant = { roles: ['administrator' as const], reason: 'why not' };
  expect(await codeOf(changeRoles(fixture.of, id, grant, self))).toBe('forbidden');
  expect(await codeOf(setDisabled(fixture.of, id, { disabled: false, reason: 'x' }, self))).toBe('forbidden');
});

describe('a token', () => {
  const machine = (username: string) =>
    createAccount(fixture.of, { username, name: username, kind: 'machine', roles: ['terminal'] }, 'test');

  it('stands for its account until it ends or is revoked, and only its hash is kept', async () => {
    const { id } = await machine('till-1');
    const issued = await issueToken(fixture.of, id, { label: 'till 1', expiresAt: inDays(30) }, 'administrator');
    expect(issued.token).toMatch(/^tw_[\w-]{43}$/);
    const principal = (await people.ofToken(issued.token)) as Principal;
    expect(principal).toMatchObject({ subject: id, name: 'till-1', roles: ['terminal'], by: { kind: 'token' } });
    expect((await lastUses(fixture.of.database, id)).get(issued.id)).toBe(inDays(0));
    expect(JSON.stringify(await fixture.of.database.query('SELECT * FROM accounts.tokens'))).not.toContain(
      issued.token,
    );
    expect(await people.ofToken(issued.token.slice(0, -1))).toBeUndefined();
    await revokeToken(fixture.of, id, issued.id, 'administrator');
    await revokeToken(fixture.of, id, issued.id, 'administrator');
    expect(await people.ofToken(issued.token)).toBeUndefined();
    expect(await people.again(principal)).toBeUndefined();
    const told = (await fixture.told(`account-${id}`)).map(({ name }) => name);
    expect(told).toEqual(['AccountCreated', 'AccountTokenIssued', 'AccountTokenRevoked']);
  });

  it('ends at its time, which lies within a year', async () => {
    const { id } = await machine('till-2');
    const want = (expiresAt: string) => codeOf(issueToken(fixture.of, id, { label: 'x', expiresAt }, 'a'));
    expect(await want(inDays(400))).toBe('parameter-invalid /expiresAt');
    expect(await want(inDays(-1))).toBe('parameter-invalid /expiresAt');
    const { token } = await issueToken(fixture.of, id, { label: 'x', expiresAt: inDays(1) }, 'a');
    fixture.later(24 * 60 + 1);
    expect(await people.ofToken(token)).toBeUndefined();
  });
});

it('writes at the start what a process that died had only told the log', async () => {
  const { id } = await fixture.person('halfway');
  await setDisabled(fixture.of, id, { disabled: true, reason: 'left' }, administrator);
  const before = { ...(await getAccount(fixture.of.database, id))!, disabled: false };
  await fixture.of.database.query('UPDATE accounts.accounts SET revision = 1, state = $2 WHERE id = $1', [
    id,
    JSON.stringify(before),
  ]);
  await healAccounts(fixture.of);
  expect(await getAccount(fixture.of.database, id)).toEqual((await readAccount(fixture.of, id)).account);
  expect((await getAccount(fixture.of.database, id))!.disabled).toBe(true);
});
