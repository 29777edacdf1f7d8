import { loadSigma } from '../load-sigma.js';
import { sigmaProblemTexts } from '../problem-texts.js';
import { ruleWith } from '../try-rules.contract.js';
import { badCorrelations } from './bad-correlations.contract.js';
import { badRules } from './bad-rules.contract.js';
import { badYaml } from './bad-yaml.contract.js';

const corpus = [...badYaml, ...badRules, ...badCorrelations];
const good = {
  name: 'good.yml',
  text: ruleWith('s:\n  good: 1\ncondition: s', 'title: Good\nlogsource: { product: x }'),
};

const loaded = corpus.map((document) => ({
  ...document,
  ...loadSigma([{ name: 'bad.yml', text: document.text }, good]),
}));

it(`is a corpus of ${corpus.length}, each with a name of its own`, () => {
  expect(corpus.length).toBeGreaterThan(60);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

it.each(loaded)('refuses $name, and nothing else', ({ code, line, engine, problems }) => {
  expect(problems.map((problem) => [problem.file, problem.line, problem.code])).toEqual([['bad.yml', line, code]]);
  expect(engine.observe({ good: 1 }).matched.map(({ title }) => title)).toEqual(['Good']);
  expect(engine.observe({ good: 2 }).matched).toEqual([]);
});

it('says why in both languages, on one line, without what moves a cursor', () => {
  for (const { message } of loaded.flatMap(({ problems }) => problems)) {
    for (const sentence of [message.en, message.zh]) expect(sentence).toMatch(/^[^\u0000-\u001f\u007f-\u009f]{4,240}$/);
  }
});

it('refuses the whole circle of correlations, and those that rest on it', () => {
  const named = (name: string, rule: string): string =>
    `title: ${name}\nname: ${name}\ncorrelation: { type: temporal, rules: [${rule}], timespan: 1m }\n`;
  const text = [named('a', 'b'), named('b', 'c'), named('c', 'a'), named('outside', 'a')].join('---\n');
  const { engine, problems } = loadSigma([{ name: 'circle.yml', text }, good]);
  expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '3 correlation-cycle',
    '7 correlation-cycle',
    '11 correlation-cycle',
    '15 reference-missing',
  ]);
  expect(engine.correlations).toEqual([]);
});

it('follows a long chain of correlations without running out of stack', () => {
  const chain = Array.from({ length: 900 }, (_, i) => {
    const inner = i ? `c${i - 1}` : 'base';
    return `title: c${i}\nname: c${i}\ncorrelation: { type: temporal, rules: [${inner}], timespan: 1m }\n`;
  });
  const base = good.text.replace('title: Good', 'title: Good\nname: base');
  const { engine, problems } = loadSigma([{ name: 'chain.yml', text: [...chain, base].join('---\n') }]);
  expect([problems.length, engine.correlations.length]).toEqual([0, 900]);
});

/** Ends by the time limit of tests if anything in it takes more than time linear in the text. */
it('reads no file for longer than its size allows', () => {
  const slow = [
    `a: ${'"\\u00'.repeat(10_000)}`,
    '- '.repeat(20_000),
    '{'.repeat(20_000),
    `a: |\n${' \n'.repeat(20_000)}`,
    Array.from({ length: 24_000 }, (_, i) => `k${i}: v`).join('\n'),
    `a: [${'{},'.repeat(24_000)}]`,
    '? a\n'.repeat(10_000),
    '"'.repeat(20_000),
    '&a '.repeat(10_000),
    '\n'.repeat(20_000),
    '---\n'.repeat(10_000),
  ];
  for (const text of slow) expect(loadSigma([{ name: 'slow.yml', text }, good]).problems.length).toBeGreaterThan(0);
});

it('has an example of every reason that a file alone can give', () => {
  const elsewhere = [
    'not-utf8',
    'file-unreadable',
    'logsource-unmapped',
    'reference-not-detection',
    'filter-logsource',
  ];
  const seen = new Set(corpus.map(({ code }) => code));
  const missing = Object.keys(sigmaProblemTexts).filter(
    (code) => !seen.has(code as never) && !elsewhere.includes(code) && !code.startsWith('live-'),
  );
  expect(missing).toEqual([]);
});
