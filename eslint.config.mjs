import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (docs/ARCHITECTURE.md, "Arrows"). `test/tidy` lints a planted violation of each kind and expects
 * an error, so a rule that silently stops working is noticed.
 */
const arrows = {
  kernel: [],
  contract: ['kernel'], // events, api
  domain: ['kernel', 'contract'], // domain, detection
  adapter: ['kernel', 'contract', 'adapter'], // postgres <- event-store; dependency-cruiser forbids the way back
  edge: ['kernel', 'contract'], // http
  feature: ['kernel', 'contract', 'domain', 'adapter'], // read-models
  testing: ['kernel', 'contract', 'adapter'],
  app: ['kernel', 'contract', 'domain', 'adapter', 'edge', 'feature'],
  composition: ['kernel', 'contract', 'domain', 'adapter', 'edge', 'feature', 'app'], // standalone
};
arrows.suite = ['suite', 'testing', 'composition', ...Object.keys(arrows)]; // test/*

/** Tests may use the test database, and a peer to play against. */
const arrowsOfTests = Object.fromEntries(
  Object.entries(arrows).map(([from, to]) => [from, [...to, 'testing', 'domain', 'contract', 'adapter', 'kernel']]),
);

const rooms = {
  kernel: ['kernel'],
  contract: ['events', 'api'],
  domain: ['domain', 'detection'],
  adapter: ['postgres', 'event-store', 'kafka', 'notify'],
  edge: ['http'],
  feature: ['read-models', 'accounts'],
  testing: ['testing'],
};

const elements = [
  ...Object.entries(rooms).flatMap(([type, names]) => names.map((name) => ({ type, pattern: `libs/${name}` }))),
  { type: 'composition', pattern: 'apps/standalone' },
  { type: 'app', pattern: 'apps/*' },
  { type: 'suite', pattern: 'test/*' },
  { type: 'suite', pattern: 'infra/*' }, // starts servers for tests and developers
];

const impure = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pure code takes the time as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Pure code takes the time as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Pure code takes randomness as an argument.',
  },
  {
    selector: "MemberExpression[object.name='crypto'][property.name=/^random/]",
    message: 'Pure code takes randomness as an argument.',
  },
];
const noNest = { group: ['@nestjs/*'], message: 'Nest is wiring at the edge; libraries do not know it.' };
const noClients = {
  group: ['pg', 'pg-*', 'kafkajs', '@eventstore/*', '@kurrent/*', '@grpc/*', 'nodemailer', 'ipaddr.js'],
  message: 'A client library lives in its adapter only.',
};
const noBuiltins = {
  group: [
    'node:fs',
    'node:fs/*',
    'node:net',
    'node:http',
    'node:https',
    'node:child_process',
    'node:os',
    'node:worker_threads',
    'fs',
    'net',
    'http',
    'child_process',
    'os',
  ],
  message: 'Pure code does no I/O.',
};

/** The rule that lets each kind of room import the kinds its arrows name, and nothing else. */
const allow = (arrowsOf) => [
  'error',
  {
    default: 'disallow',
    policies: Object.entries(arrowsOf).map(([from, to]) => ({
      from: { element: { type: from } },
      allow: [{ to: { element: { type: to } } }],
    })),
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '**/coverage/**'] },
  js.configs.recommended,
  { files: ['**/*.cjs'], languageOptions: { globals: { module: 'writable' } } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: { boundaries },
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
    settings: {
      'import/resolver': {
        typescript: {
          project: ['./tsconfig.base.json'],
          conditionNames: ['@tillwatch/source', 'types', 'import', 'node', 'default'],
        },
      },
      'boundaries/elements': elements,
    },
    rules: {
      'boundaries/dependencies': allow(arrows),
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 5],
      complexity: ['error', 16],
      'no-console': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['libs/http/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noNest] }] },
  },
  {
    files: ['libs/{events,domain,detection,read-models,api,kernel}/src/**/*.ts', 'apps/**/*.ts'],
    ignores: ['apps/**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noClients] }] },
  },
  {
    files: ['libs/{events,domain,detection,read-models}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...impure],
      'no-restricted-imports': ['error', { patterns: [noNest, noClients, noBuiltins] }],
    },
  },
  // Decorator metadata needs the classes at run time: an import that looks like a type only is none.
  { files: ['apps/**/*.ts', 'libs/http/**/*.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', '**/*.contract.ts', '**/*.fixture.ts'],
    rules: { 'max-lines-per-function': 'off', 'boundaries/dependencies': allow(arrowsOfTests) },
  },
  { files: ['apps/*/src/*.ts', 'test/**', 'infra/**', '**/*.mjs'], rules: { 'no-console': 'off' } },
);
