import { readFileSync } from 'node:fs';
import { describeRules } from './describe-rules.js';

it('is what docs/rules.md says', () => {
  expect(readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')).toBe(describeRules());
});
