import { writeFileSync } from 'node:fs';
import { referenceDocs } from './src/reference-docs.ts';

for (const [path, text] of Object.entries(referenceDocs())) {
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
  console.log(path);
}
