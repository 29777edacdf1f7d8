/** Cycles, deep imports and third-party leaks: what the lint rule about arrows cannot see. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-deep-imports',
      comment: 'Another package is used through its index only.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^(apps|libs)/([^/]+)/src/(?!index\\.ts)', pathNot: '^$1/$2/' },
    },
    {
      name: 'postgres-does-not-know-the-store',
      severity: 'error',
      from: { path: '^libs/postgres/' },
      to: { path: '^libs/event-store/' },
    },
    {
      name: 'kafka-is-transport-only',
      comment: 'Nothing below an app knows how events travel, and what carries them knows nothing of events.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/kafka/', pathNot: '^libs/$1/' },
    },
    {
      name: 'kafka-knows-the-kernel-only',
      severity: 'error',
      from: { path: '^libs/kafka/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/(?!kafka/|kernel/)' },
    },
    {
      name: 'only-adapters-touch-clients',
      severity: 'error',
      from: { pathNot: '^(libs/(postgres|kafka|event-store|testing)|test)/' },
      to: { path: 'node_modules/(pg|pg-cursor|pg-copy-streams|kafkajs|@eventstore|@kurrent|@grpc)/' },
    },
    {
      name: 'only-notify-sends',
      severity: 'error',
      from: { pathNot: '^libs/notify/' },
      to: { path: 'node_modules/(nodemailer|ipaddr\\.js)/' },
    },
    {
      name: 'nest-stays-at-the-edge',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/http/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { pathNot: '\\.(spec|contract|fixture)\\.tsx?$|^test/|^libs/testing/' },
      to: { path: '\\.spec\\.tsx?$|^libs/testing/|^test/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|canary' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@tillwatch/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
