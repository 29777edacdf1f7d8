import fc from 'fast-check';
import { loadSigma } from '../load-sigma.js';
import { readMapping, readPlaceholders } from '../read/read-mapping.js';
import { withCondition, withItem } from './bad-document.contract.js';
import { badCorrelations } from './bad-correlations.contract.js';
import { badRules } from './bad-rules.contract.js';
import { badYaml } from './bad-yaml.contract.js';

const texts = [...badYaml, ...badRules, ...badCorrelations]
  .map(({ text }) => text)
  .filter((text) => text.length < 3_000);
const good = [
  ...[
    'a|contains|all: [x, y]',
    "b|re|i: '^x+$'",
    'c|cidr: 10.0.0.0/8',
    'd|hour|gte: 9',
    "e|windash|base64offset: '-x'",
  ].map(withItem),
  ...['1 of them', 'a and not (b or a)', 'all of a*'].map(withCondition),
  `${withItem('a: 1').replace('title', 'name: r\ntitle')}---
title: C
correlation: { type: value_count, rules: [r], group-by: [u], timespan: 5m, condition: { field: [v, w], gt: 1, lte: 9 } }
---
title: F
logsource: { category: test }
filter: { rules: any, s: { User: x }, condition: not s }
`,
];
const pieces = [
  '\n',
  '\n  ',
  ': ',
  '- ',
  '|',
  '>',
  '{',
  '}',
  '[',
  ']',
  "'",
  '"',
  '#',
  '*',
  '&',
  '!',
  '?',
  '\\',
  '---\n',
  'null',
  '~',
];
const words = [
  'condition',
  'not',
  '1 of',
  'them',
  '|re',
  '|all',
  '|cidr',
  '|expand',
  'rules',
  'timespan',
  'group-by',
  'filter',
  'any',
];
const noise = fc.oneof(fc.constantFrom(...pieces, ...words), fc.string({ unit: 'binary', maxLength: 3 }));
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(6), insert: noise });

const mutated = fc
  .tuple(fc.oneof(fc.constantFrom(...texts), fc.constantFrom(...good)), fc.array(change, { maxLength: 3 }))
  .map(([text, changes]) =>
    changes.reduce((now, { at, remove, insert }) => {
      const place = Math.floor(at * now.length);
      return now.slice(0, place) + insert + now.slice(place + remove);
    }, text),
  );

const event = { a: 1, b: ['x', null], field: { good: 'x*' }, User: 'adm_x', time: '2026-01-01T00:00:00Z' };

it('reads or refuses whatever it is given, with a place in the file, and never throws', () => {
  let [read, refused] = [0, 0];
  fc.assert(
    fc.property(mutated, (text) => {
      const { engine, problems } = loadSigma([{ name: 'x.yml', text }]);
      const lines = text.split('\n').length;
      for (const { line, message } of problems) {
        expect(line >= 1 && line <= lines && message.en.length > 0 && message.zh.length > 0).toBe(true);
      }
      const { hits } = engine.observe(event);
      const correlator = engine.openCorrelator();
      correlator.push(0, { line: 1 }, hits);
      correlator.end();
      if (engine.rules.length + engine.correlations.length) read++;
      refused += problems.length;
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(read, refused)).toBeGreaterThan(100);
});

it('does the same for mappings and placeholders', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      expect(Boolean(readMapping(text, 'm').mapping)).toBe(!readMapping(text, 'm').problems.length);
      expect(Boolean(readPlaceholders(text, 'p').placeholders)).toBe(!readPlaceholders(text, 'p').problems.length);
    }),
    { numRuns: 1_000 },
  );
});
