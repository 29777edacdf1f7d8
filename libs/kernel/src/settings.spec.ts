import { readSettings } from './settings.js';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    dataFolder: `${process.cwd()}/data`,
    host: '127.0.0.1',
    port: 8080,
    projects: true,
    notifications: {},
    signIn: {},
    logLevel: 'info',
  });
});

it('names the variable that is wrong', () => {
  expect(() => readSettings({ TILLWATCH_PORT: 'http' })).toThrow('TILLWATCH_PORT');
  expect(() => readSettings({ TILLWATCH_EVENTSTORE_URL: 'http://me:secret@db:2113' })).toThrow(
    /^TILLWATCH_EVENTSTORE_URL(?!.*secret)/,
  );
  expect(() => readSettings({ TILLWATCH_LOG_LEVEL: 'loud' })).toThrow('TILLWATCH_LOG_LEVEL');
});

it('takes EventStoreDB as a connection string', () => {
  const url = 'esdb+discover://me:secret@db:2113?tls=true';
  expect(readSettings({ TILLWATCH_EVENTSTORE_URL: url }).eventStoreUrl).toBe(url);
});
