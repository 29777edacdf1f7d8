import { ESLint } from 'eslint';
import { root } from './repository.js';

/**
 * Canaries: a lint rule that silently stops working looks like a clean house. Each plants one violation and expects the
 * rule to name it; the legal neighbour must pass.
 */
const eslint = new ESLint({ cwd: root });

async function rulesHit(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}${filePath}` });
  return [...new Set(result!.messages.map(({ ruleId }) => ruleId ?? 'parse'))];
}

const use = (specifier: string): string => `import * as used from '${specifier}';\nexport const canary = used;\n`;

it.each([
  ['libs/kernel/src/canary.ts', '@tillwatch/events'],
  ['libs/events/src/canary.ts', '@tillwatch/event-store'],
  ['libs/domain/src/canary.ts', '@tillwatch/postgres'],
  ['libs/domain/src/canary.ts', '@tillwatch/kafka'],
  ['libs/detection/src/canary.ts', '@tillwatch/domain'],
  ['libs/detection/src/canary.ts', '@tillwatch/read-models'],
  ['libs/event-store/src/canary.ts', '@tillwatch/read-models'],
  ['libs/notify/src/canary.ts', '@tillwatch/read-models'],
  ['libs/read-models/src/canary.ts', '@tillwatch/http'],
  ['libs/read-models/src/canary.ts', '@tillwatch/testing'],
  ['apps/reporting/src/canary.ts', '@tillwatch/compliance'],
  ['apps/terminal/src/canary.ts', '@tillwatch/standalone'],
  ['apps/console/src/canary.ts', '@tillwatch/reporting'],
])('%s may not import %s', async (file, specifier) => {
  expect(await rulesHit(file, use(specifier))).toContain('boundaries/dependencies');
});

it.each([
  ['libs/events/src/canary.ts', '@tillwatch/kernel'],
  ['libs/read-models/src/canary.ts', '@tillwatch/detection'],
  ['libs/read-models/src/canary.spec.ts', '@tillwatch/testing'],
  ['apps/compliance/src/canary.ts', '@tillwatch/read-models'],
  ['apps/standalone/src/canary.ts', '@tillwatch/compliance'],
])('%s may import %s', async (file, specifier) => {
  expect(await rulesHit(file, use(specifier))).toEqual([]);
});

it.each([
  ['libs/domain/src/canary.ts', use('@nestjs/common')],
  ['libs/read-models/src/canary.ts', use('pg')],
  ['apps/compliance/src/canary.ts', use('kafkajs')],
  ['apps/compliance/src/canary.ts', use('pg')],
  ['apps/compliance/src/canary.ts', use('nodemailer')],
  ['apps/compliance/src/canary.ts', use('@grpc/grpc-js')],
  ['libs/detection/src/canary.ts', use('node:fs')],
])('keeps clients, Nest and I/O where they belong: %s', async (file, code) => {
  expect(await rulesHit(file, code)).toContain('no-restricted-imports');
});

it.each(['new Date()', 'Date.now()', 'Math.random()', 'crypto.randomUUID()'])(
  'pure code has no %s',
  async (expression) => {
    const code = `declare const crypto: { randomUUID(): string };\nexport const canary = [crypto, ${expression}];\n`;
    expect(await rulesHit('libs/detection/src/canary.ts', code)).toContain('no-restricted-syntax');
  },
);
