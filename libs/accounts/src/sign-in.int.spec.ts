import { Secret, TOTP } from 'otpauth';
import { administrator, type AccountsFixture, openFixture, rightPassword } from './accounts.fixture.js';
import { createAccount, setDisabled, setPassword, unlock } from './accounts.js';
import { confirmOwnFactor, proposeOwnFactor, removeAccountFactor } from './own-account.js';
import { signIn } from './sign-in.js';
import { lockOf } from './tries.js';

let fixture: AccountsFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.drop());

const enter = (username: string, password = rightPassword, code?: string): Promise<string> =>
  signIn(fixture.of, { username, password, address: '192.0.2.7', ...(code !== undefined && { code }) }).then(
    () => 'in',
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  );
const wrong = (username: string): Promise<string> => enter(username, 'not the password at all');
const failures = async (id: string): Promise<number> => {
  const [row] = await fixture.of.database.query<{ failures: number }>(
    'SELECT failures FROM accounts.tries WHERE id = $1',
    [id],
  );
  return row?.failures ?? 0;
};

it('lets somebody in by name and password, however the name is typed, and says so in the log', async () => {
  const { id } = await fixture.person('li.na');
  expect(await enter(' Li.Na ')).toBe('in');
  const told = await fixture.told('sign-in-');
  expect(told).toMatchObject([
    { name: 'SignInSucceeded', data: { accountId: id, method: 'password', address: '192.0.2.7' } },
  ]);
});

it('locks at the tenth wrong password, for thirty minutes, and not longer by further tries', async () => {
  const { id } = await fixture.person('tries');
  for (let n = 1; n <= 9; n++) expect(await wrong('tries')).toBe('sign-in-failed');
  expect(await enter('tries')).toBe('in'); // nine are no lock, and getting in starts anew
  for (let n = 1; n <= 10; n++) expect(await wrong('tries')).toBe('sign-in-failed');
  expect(await enter('tries')).toBe('sign-in-failed');
  fixture.later(29);
  expect(await enter('tries')).toBe('sign-in-failed');
  fixture.later(2);
  expect(await enter('tries')).toBe('in');
  const told = await fixture.told(`account-${id}`);
  expect(told.filter(({ name }) => name === 'AccountLocked')).toMatchObject([{ data: { failures: 10 } }]);
});

it('counts 50 wrong passwords at once as 50, and looks at ten of them', async () => {
  const { id } = await fixture.person('rushed');
  const answers = await Promise.all(Array.from({ length: 50 }, () => wrong('rushed')));
  expect(new Set(answers)).toEqual(new Set(['sign-in-failed']));
  expect(await failures(id)).toBe(50);
  expect(await lockOf(fixture.of.database, id, fixture.of.clock())).toBeDefined();
  const told = (await fixture.told('sign-in-')).filter(({ data }) => data['accountId'] === id);
  const reasons = told.map(({ data }) => data['reason']);
  expect(reasons.filter((reason) => reason === 'wrong-password')).toHaveLength(10);
  expect(reasons.filter((reason) => reason === 'locked')).toHaveLength(40);
});

it('lets in once an administrator has unlocked, who gives a reason', async () => {
  const { id } = await fixture.person('unlocked');
  for (let n = 1; n <= 12; n++) await wrong('unlocked');
  expect(await enter('unlocked')).toBe('sign-in-failed');
  await unlock(fixture.of, id, 'called back', administrator);
  expect(await enter('unlocked')).toBe('in');
});

it('answers the same for a name nobody has, locks it the same, and keeps no name that was typed', async () => {
  for (let n = 1; n <= 12; n++) expect(await wrong('nobody-here')).toBe('sign-in-failed');
  const told = (await fixture.told('sign-in-')).filter(({ data }) => data['reason'] === 'unknown');
  expect(told).toHaveLength(12);
  expect(JSON.stringify(await fixture.of.store.readAll(0, 10_000))).not.toContain('nobody-here');
});

it('lets nobody in by an account that is disabled or over, or a machine’s, or without a password', async () => {
  const { id } = await fixture.person('leaver');
  await setDisabled(fixture.of, id, { disabled: true, reason: 'left' }, administrator);
  expect(await enter('leaver')).toBe('sign-in-failed');
  await setDisabled(fixture.of, id, { disabled: false, reason: 'came back' }, administrator);
  expect(await enter('leaver')).toBe('in');
  const until = new Date(fixture.of.clock() + 3_600_000).toISOString();
  const audit = { username: 'audit', name: 'A', kind: 'person' as const, roles: ['auditor' as const], until };
  const auditor = await createAccount(fixture.of, audit, 'test');
  expect(await enter('audit')).toBe('sign-in-failed');
  await setPassword(fixture.of, auditor, { password: rightPassword, by: 'self', actor: 'test' });
  expect(await enter('audit')).toBe('in');
  fixture.later(61);
  expect(await enter('audit')).toBe('sign-in-failed');
});

describe('with a second factor', () => {
  let totp: TOTP;
  let id: string;
  const code = (): string => totp.generate({ timestamp: fixture.of.clock() });

  beforeAll(async () => {
    ({ id } = await fixture.person('two.factors'));
    const { secret, uri } = await proposeOwnFactor(fixture.of, id, rightPassword);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Tillwatch:two\.factors\?/);
    totp = new TOTP({ secret: Secret.fromBase32(secret) });
    expect(await enter('two.factors')).toBe('in'); // not before it was confirmed
    await expect(confirmOwnFactor(fixture.of, id, '000000')).rejects.toMatchObject({ problem: { code: 'code-wrong' } });
    await confirmOwnFactor(fixture.of, id, code());
    fixture.later(1);
  });

  it('asks for the code once the password was right, and for nothing before', async () => {
    expect(await wrong('two.factors')).toBe('sign-in-failed');
    expect(await enter('two.factors')).toBe('second-factor-required');
    expect(await enter('two.factors', rightPassword, '000000')).toBe('sign-in-failed');
    expect(await enter('two.factors', rightPassword, code())).toBe('in');
  });

  it('takes a code once, at the same moment too', async () => {
    expect(await enter('two.factors', rightPassword, code())).toBe('sign-in-failed');
    fixture.later(1);
    const answers = await Promise.all([1, 2, 3, 4].map(() => enter('two.factors', rightPassword, code())));
    expect(answers.sort()).toEqual(['in', 'sign-in-failed', 'sign-in-failed', 'sign-in-failed']);
  });

  it('locks by wrong codes as by wrong passwords', async () => {
    fixture.later(1);
    for (let n = 1; n <= 10; n++) await enter('two.factors', rightPassword, '123456');
    expect(await enter('two.factors', rightPassword, code())).toBe('sign-in-failed');
    fixture.later(31);
  });

  it('keeps its secret sealed, and gives it to nobody a second time', async () => {
    await expect(proposeOwnFactor(fixture.of, id, rightPassword)).rejects.toMatchObject({
      problem: { code: 'factor-present' },
    });
    const [row] = await fixture.of.database.query<{ sealed: string }>(
      'SELECT sealed FROM accounts.factors WHERE account_id = $1',
      [id],
    );
    expect(row!.sealed).not.toContain(totp.secret.base32);
    await removeAccountFactor(fixture.of, id, 'administrator');
    expect(await enter('two.factors')).toBe('in');
  });
});

it('has no secret in the log: no password, hash, code or token', async () => {
  const log = JSON.stringify(await fixture.of.store.readAll(0, 10_000));
  for (const secret of [rightPassword, 'not the password at all', '$argon2id', 'otpauth:']) {
    expect(log).not.toContain(secret);
  }
});
