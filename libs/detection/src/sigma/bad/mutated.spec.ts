import fc from 'fast-check';
import { loadSigma } from '../load-sigma.js';
import { readMapping, readPlaceholders } from '../read/read-mapping.js';
import { badCorrelations } from './bad-correlations.contract.js';
import { badRules } from './bad-rules.contract.js';
import { badYaml } from './bad-yaml.contract.js';

const texts = [...badYaml, ...badRules, ...badCorrelations]
  .map(({ text }) => text)
  .filter((text) => text.length < 3_000);
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
  .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 4 }))
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
