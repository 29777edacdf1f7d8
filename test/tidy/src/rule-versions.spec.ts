import { rules } from '@tillwatch/detection';
import { textOf } from './repository.js';
import { type RuleVersions, ruleVersions, ruleVersionsPath, ruleVersionsText, unversioned } from './rule-versions.js';

const known = JSON.parse(textOf(ruleVersionsPath)) as RuleVersions;
const now = ruleVersions();

it('lets no rule judge differently under the same version', () => {
  expect(unversioned(known, now)).toEqual([]);
});

it('knows every version there is (npm run docs writes them)', () => {
  expect(textOf(ruleVersionsPath)).toBe(ruleVersionsText(now));
});

it('notices a window that was changed, and lets a new version do it', () => {
  const [first] = rules;
  const other = { ...now[first!.id]!, judgement: '0000000000000000' };
  expect(unversioned({ ...now, [first!.id]: other }, now)).toEqual([first!.id]);
  expect(unversioned({ ...now, [first!.id]: { ...other, version: other.version - 1 } }, now)).toEqual([]);
});
