import { SettingError } from './setting-error.js';
import { readSettings } from './settings.js';

const read = (env: Record<string, string>) => readSettings(env).notifications;

it('is empty when nothing is set', () => expect(read({})).toEqual({}));

it('takes what is set', () => {
  const smtp = { TILLWATCH_SMTP_URL: 'smtp://u:p@mail.example:587', TILLWATCH_MAIL_FROM: 'till@shop.example' };
  const env = {
    ...smtp,
    TILLWATCH_PUBLIC_URL: 'https://tillwatch.example/console/',
    TILLWATCH_NOTIFY_HOSTS: 'siem.lan, [fd00::7]:8443',
  };
  expect(read(env)).toEqual({
    publicUrl: 'https://tillwatch.example/console',
    smtp: { url: 'smtp://u:p@mail.example:587', from: 'till@shop.example' },
    hosts: 'siem.lan, [fd00::7]:8443',
  });
});

it.each([
  [{ TILLWATCH_PUBLIC_URL: 'tillwatch.example' }, 'TILLWATCH_PUBLIC_URL'],
  [{ TILLWATCH_PUBLIC_URL: 'javascript:alert(1)' }, 'TILLWATCH_PUBLIC_URL'],
  [{ TILLWATCH_SMTP_URL: 'mail.example:587', TILLWATCH_MAIL_FROM: 'a@b.example' }, 'TILLWATCH_SMTP_URL'],
  [{ TILLWATCH_SMTP_URL: 'smtp://u:hunter2@mail.example' }, 'TILLWATCH_MAIL_FROM'],
  [{ TILLWATCH_SMTP_URL: 'smtp://mail.example', TILLWATCH_MAIL_FROM: 'A <a@b.example>' }, 'TILLWATCH_MAIL_FROM'],
  [{ TILLWATCH_MAIL_FROM: 'a@b.example' }, 'TILLWATCH_SMTP_URL'],
  [{ TILLWATCH_NOTIFY_HOSTS: 'http://siem.lan' }, 'TILLWATCH_NOTIFY_HOSTS'],
])('names what is wrong in %j, without repeating it', (env, name) => {
  const error = (() => {
    try {
      read(env);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(SettingError);
  const { message, zh } = error as SettingError;
  expect([message, zh]).toEqual([expect.stringContaining(name), expect.stringContaining(name)]);
  expect(message + zh).not.toContain('hunter2');
});
