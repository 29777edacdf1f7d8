import preset from '../../jest.preset.mjs';

/** The built product from outside. `npm test` builds it first; `npm run build` does before these are run alone. */
export default {
  ...preset,
  displayName: 'e2e',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/*.e2e.spec.ts'],
};
