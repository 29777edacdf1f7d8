import preset from './jest.preset.mjs';

/** Tests on a real Kafka (`*.cluster.spec.ts`): they need Java 17 and Maven, so `npm test` leaves them out. */
export default {
  ...preset,
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.cluster.spec.ts', '<rootDir>/test/cluster/**/*.cluster.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['/dist/'],
  globalSetup: '<rootDir>/test/setup/start-cluster.mjs',
  globalTeardown: '<rootDir>/test/setup/stop-cluster.mjs',
  maxWorkers: 2,
  testTimeout: 120_000,
};
