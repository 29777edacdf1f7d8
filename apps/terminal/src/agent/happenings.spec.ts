import { parseEvents, type PayloadOf } from '@tillwatch/events';
import type {
  FailedLogin,
  Lock,
  Login,
  Logout,
  PasswordChange,
  PasswordReset,
  Posture,
  Tamper,
  Unlock,
} from './happenings.js';
import { cleanUp, newFolder, newPlatform, openAt } from './terminal.fixture.js';

afterEach(cleanUp);

/** True to the compiler only when all that a till may tell is what the catalogue takes. */
type Fits<Told, Payload> = Omit<Told, 'operatorId'> extends Payload ? true : never;

it('lets a till tell what the catalogue takes, and no other', () => {
  const fits: [
    Fits<Login, PayloadOf<'LoginSucceeded'>>,
    Fits<FailedLogin, PayloadOf<'LoginFailed'>>,
    Fits<Logout, PayloadOf<'LoggedOut'>>,
    Fits<Lock, PayloadOf<'OperatorLocked'>>,
    Fits<Unlock, PayloadOf<'OperatorUnlocked'>>,
    Fits<PasswordChange, PayloadOf<'PasswordChanged'>>,
    Fits<PasswordReset, PayloadOf<'PasswordReset'>>,
    Fits<Tamper, PayloadOf<'TamperDetected'>>,
    Fits<Posture, NonNullable<PayloadOf<'Heartbeat'>['posture']>>,
  ] = [true, true, true, true, true, true, true, true, true];
  expect(fits).not.toContain(false);
});

it('sends what intake reads without an objection', async () => {
  const platform = await newPlatform();
  const terminal = await openAt(platform, newFolder(), { heartbeatMs: 10 });
  await terminal.enrol(platform.code);
  await terminal.recordLogin({ operatorId: 'op-1', sessionId: 's-1', factors: ['pin', 'card'], network: 'ethernet' });
  await terminal.recordFailedLogin({ operatorId: '收银员', reason: 'unknown-operator', consecutiveFailures: 3 });
  await terminal.recordPasswordReset({ operatorId: 'op-1', channel: 'bank', actor: 'desk', temporary: true });
  await terminal.close();
  await (await openAt(platform, newFolder())).close();
  const texts = [...platform.held.values()].map(({ text }) => text);
  const parsed = parseEvents(Buffer.from(`[${texts.join(',')}]`), 'batch');
  expect(parsed.ok && parsed.value.filter((one) => !one.ok)).toEqual([]);
});
