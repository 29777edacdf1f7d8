/** One run over every project, so that the totals at the end count everything. */
export default {
  projects: [
    '<rootDir>/libs/*/jest.config.mjs',
    '<rootDir>/apps/*/jest.config.mjs',
    '<rootDir>/test/*/jest.config.mjs',
  ],
  globalSetup: '<rootDir>/test/setup/start-postgres.mjs',
  globalTeardown: '<rootDir>/test/setup/stop-postgres.mjs',
  maxWorkers: 2,
  testTimeout: 60_000,
};
