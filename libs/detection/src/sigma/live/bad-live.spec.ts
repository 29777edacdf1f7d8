import { badCorrelations } from '../bad/bad-correlations.contract.js';
import { badRules } from '../bad/bad-rules.contract.js';
import { badYaml } from '../bad/bad-yaml.contract.js';
import { sigmaProblemTexts } from '../problem-texts.js';
import { badLive } from './bad-live.contract.js';
import { rulesFromSigma } from './rules-from-sigma.js';

const good = `title: Good
id: good-1
logsource: { product: tillwatch }
detection:
  s: { type: TamperDetected }
  condition: s
`;
const goodFile = { name: 'good.yml', text: good };
const alone = rulesFromSigma([goodFile]).rules[0]!;

const loaded = badLive.map((document) => ({
  ...document,
  ...rulesFromSigma([{ name: 'bad.yml', text: document.text }, goodFile]),
}));

it(`is a corpus of ${badLive.length} for the live engine alone, each with a name of its own`, () => {
  expect(badLive.length).toBeGreaterThan(50);
  expect(new Set(badLive.map(({ name }) => name)).size).toBe(badLive.length);
});

it.each(loaded)('refuses $name, and nothing else', ({ code, line, rules, problems }) => {
  expect(problems.map((problem) => [problem.file, problem.line, problem.code])).toEqual([['bad.yml', line, code]]);
  expect(rules.map(({ id, version, on }) => ({ id, version, on }))).toEqual([
    { id: alone.id, version: alone.version, on: ['TamperDetected'] },
  ]);
});

it('refuses live, too, all that is refused anywhere, at the same place', () => {
  for (const { name, text, line, code } of [...badYaml, ...badRules, ...badCorrelations]) {
    const { rules, problems } = rulesFromSigma([{ name: 'bad.yml', text }, goodFile]);
    expect([name, problems.some((problem) => problem.code === code && problem.line === line)]).toEqual([name, true]);
    expect(rules.map(({ id }) => id)).toEqual(['good-1']);
  }
});

it('has an example of every reason there is live', () => {
  const codes = Object.keys(sigmaProblemTexts).filter((code) => code.startsWith('live-'));
  const elsewhere = ['live-id-taken', 'live-chain', 'live-one-rule', 'live-too-costly'];
  expect(codes.filter((code) => !elsewhere.includes(code) && !badLive.some((one) => one.code === code))).toEqual([]);
});

it('tells a correlation of correlations apart from one of rules', () => {
  const inner = good.replace('title: Good\nid: good-1', 'title: Base\nname: base');
  const correlation = (name: string, rule: string) =>
    `title: ${name}\nid: ${name}\nname: ${name}\ncorrelation:\n  type: event_count\n  rules: [${rule}]\n  group-by: [terminalId]\n  timespan: 1m\n  condition: { gte: 2 }\n`;
  const text = [inner, correlation('first', 'base'), correlation('second', 'first')].join('---\n');
  const { rules, problems } = rulesFromSigma([{ name: 'bad.yml', text }]);
  expect(problems).toMatchObject([{ code: 'live-chain', line: 23 }]);
  expect(rules).toEqual([]);
});

it('does not let loose the parts of a correlation that is refused', () => {
  const base = good.replace('title: Good', 'title: Base\nname: base');
  const correlation = `title: C\nid: c\ncorrelation:\n  type: event_count\n  rules: [base]\n  group-by: [terminalId]\n`;
  const faulty = ['  timespan: 1x\n  condition: { gte: 2 }\n', '  timespan: 30d\n  condition: { gte: 2 }\n'];
  for (const rest of [...faulty, '  timespan: 1m\n  condition: { gte: 2 }\n']) {
    const { rules } = rulesFromSigma([{ name: 'c.yml', text: `${base}---\n${correlation}${rest}` }]);
    expect(rules.map(({ id }) => id)).toEqual(faulty.includes(rest) ? [] : ['c']);
  }
});
