import { scene } from './scene.js';
import { ourRules, ruleToTry } from './rule-set.js';
import { badCorrelations } from './sigma/bad/bad-correlations.contract.js';
import { badRules } from './sigma/bad/bad-rules.contract.js';
import { badYaml } from './sigma/bad/bad-yaml.contract.js';
import { badLive } from './sigma/live/bad-live.contract.js';

const text = `title: Tried
id: R1
level: critical
logsource: { product: tillwatch }
detection: { s: { type: LoginFailed }, condition: s }
tillwatch: { group-by: operatorId }
`;

it('makes the rule of a text that is to be tried, also under an id that is in force', () => {
  const { rule, problems } = ruleToTry(text, 'rule.yml');
  expect([rule?.id, problems]).toEqual(['R1', []]);
  expect(ourRules.byId.has('R1')).toBe(true);
});

it('judges as it would in force: by a clock that cannot be right it finds nothing severe', () => {
  const { rule } = ruleToTry(text, 'rule.yml');
  const found = (marks: string[]) => rule!.evolve(rule!.initialState(), scene([{ at: 0, name: 'LoginFailed', marks }])[0]!); // prettier-ignore
  expect(found([])).toMatchObject({ severity: 'critical' });
  expect(found(['clock-implausible'])).toMatchObject({ severity: 'medium' });
});

it('makes no rule of any bad text there is, and says where in it', () => {
  for (const { name, text, line, code } of [...badYaml, ...badRules, ...badCorrelations, ...badLive]) {
    const { rule, problems } = ruleToTry(text, 'rule.yml');
    expect([name, rule]).toEqual([name, undefined]);
    expect([name, problems.some((problem) => problem.code === code && problem.line === line)]).toEqual([name, true]);
  }
});
