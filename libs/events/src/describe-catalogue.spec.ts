import { readFileSync } from 'node:fs';
import { catalogue } from './catalogue.js';
import { describeCatalogue } from './describe-catalogue.js';

it('is what docs/event-types.md says', () => {
  const file = new URL('../../../docs/event-types.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(describeCatalogue());
});

it('names every type and every field', () => {
  const text = describeCatalogue();
  for (const { type, jsonSchema } of catalogue) {
    expect(text).toContain(`### ${type}\n`);
    for (const name of Object.keys(jsonSchema.properties!)) expect(text).toContain(`- \`${name}\``);
  }
});
