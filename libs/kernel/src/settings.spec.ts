import { readSettings } from './settings.js';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    dataFolder: `${process.cwd()}/data`,
    host: '127.0.0.1',
    port: 8080,
    notifications: {},
    logLevel: 'info',
  });
});

it('names the variable that is wrong', () => {
  expect(() => readSettings({ TILLWATCH_PORT: 'http' })).toThrow('TILLWATCH_PORT');
  expect(() => readSettings({ TILLWATCH_LOG_LEVEL: 'loud' })).toThrow('TILLWATCH_LOG_LEVEL');
});
