import { readFileSync } from 'node:fs';
import { product } from './product.js';

it('says the version of the workspace', () => {
  const root = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(product.version).toBe(root.version);
});
