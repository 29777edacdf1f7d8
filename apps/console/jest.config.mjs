import preset from '../../jest.preset.mjs';

const [[pattern, [transformer, options]]] = Object.entries(preset.transform);

/** As everywhere, with JSX, and without the decorators that a browser application has no use for. */
export default {
  ...preset,
  displayName: 'console',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/src/**/*.spec.tsx'],
  setupFiles: [],
  transform: {
    [pattern]: [
      transformer,
      {
        ...options,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
};
