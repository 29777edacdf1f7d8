import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'bad-input',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/*.spec.ts'],
};
