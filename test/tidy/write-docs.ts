import { readFileSync, writeFileSync } from 'node:fs';
import { referenceDocs } from './src/reference-docs.ts';
import {
  type RuleVersions,
  ruleVersions,
  ruleVersionsPath,
  ruleVersionsText,
  unversioned,
} from './src/rule-versions.ts';

const placeOf = (path: string): URL => new URL(`../../${path}`, import.meta.url);

for (const [path, text] of Object.entries(referenceDocs())) {
  writeFileSync(placeOf(path), text);
  console.log(path);
}

const versions = ruleVersions();
const known = JSON.parse(readFileSync(placeOf(ruleVersionsPath), 'utf8')) as RuleVersions;
const changed = unversioned(known, versions);
if (changed.length > 0) {
  console.error(`${changed.join(', ')}: judges differently than before; raise its version.`);
  process.exitCode = 1;
} else {
  writeFileSync(placeOf(ruleVersionsPath), ruleVersionsText(versions));
  console.log(ruleVersionsPath);
}
