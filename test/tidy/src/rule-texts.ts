import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../libs/detection/src/rules/', import.meta.url);

/** Our rules in Sigma are bundled as text: pure code reads no files. */
export const ruleTextsPath = 'libs/detection/src/rule-texts.ts';

/** The module with the texts of `*.rule.yml`, a line for each. */
export function ruleTextsModule(): string {
  const files = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.rule.yml'));
  const lines = files
    .sort()
    .map((name) => `  '${name}': ${JSON.stringify(readFileSync(new URL(name, folder), 'utf8'))},`);
  return [
    '/** Written by `npm run docs` from `rules/*.rule.yml`; a test keeps the two equal. */',
    'export const ruleTexts = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}
