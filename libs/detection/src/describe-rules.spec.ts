import { readFileSync } from 'node:fs';
import { describeRules } from './describe-rules.js';

it('is what docs/rules.md says first; deadlines follow', () => {
  const text = describeRules();
  const document = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  expect(document.slice(0, text.length)).toBe(text);
});
