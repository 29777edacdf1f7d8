import { readSettings } from './settings.js';
import { settingsAlone } from './settings-alone.js';

const whole = {
  TILLWATCH_DATABASE_URL: 'postgres://o:p@127.0.0.1/t',
  TILLWATCH_ADMIN_TOKEN: 'a',
  TILLWATCH_INGEST_TOKEN: 'i',
  TILLWATCH_SECRET: 's',
};

it('takes settings that name everything the apps share', () => {
  expect(settingsAlone(readSettings(whole))).toMatchObject({ secret: 's', adminToken: 'a' });
});

it('names all that is missing, at once', () => {
  const { TILLWATCH_SECRET: _, TILLWATCH_ADMIN_TOKEN: __, ...some } = whole;
  expect(() => settingsAlone(readSettings(some))).toThrow(/TILLWATCH_ADMIN_TOKEN, TILLWATCH_SECRET\./);
});
