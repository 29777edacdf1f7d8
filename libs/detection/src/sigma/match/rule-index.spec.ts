import fc from 'fast-check';
import type { Expression } from '../read/expression.js';
import { load, ruleWith } from '../try-rules.contract.js';
import { MANY, ONE } from '../value/pattern.js';
import type { Value } from '../value/value.js';
import { compileExpression } from './compile-expression.js';
import { EventFields, FieldTable } from './event-fields.js';
import { Matcher } from './matcher.js';

const texts = ['a', 'b', 'ab', '1'];
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom('/a', '\\b', 'b').map((text): Value => ({ type: 'text', pattern: [MANY, text], cased: false })),
  fc
    .constantFrom(['ab', MANY], [MANY, 'Ab', MANY], [MANY, 'ab'], ['a', ONE], [ONE, MANY, 'ab', MANY, 'a'])
    .map((pattern): Value => ({ type: 'text', pattern, cased: false })),
  fc.constantFrom(...texts).map((text): Value => ({ type: 'text', pattern: [text], cased: false })),
  fc.constantFrom(...texts).map((text): Value => ({ type: 'text', pattern: [text.toUpperCase()], cased: true })),
  fc.constant<Value>({ type: 'number', number: 1, source: '1' }),
  fc.constant<Value>({ type: 'boolean', value: true }),
  fc.constant<Value>({ type: 'null' }),
  fc.boolean().map((expected): Value => ({ type: 'exists', expected })),
  fc
    .constantFrom(...texts)
    .map((text): Value => ({ type: 'not', value: { type: 'text', pattern: [text], cased: false } })),
  fc.constant<Value>({ type: 'compare', operator: 'gte', number: 1 }),
  fc.constant<Value>({ type: 'field', names: ['y'], at: 'whole', cased: false }),
);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      kind: fc.constant<'field'>('field'),
      names: fc.constantFrom(['x'], ['y'], ['x', 'z']),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
      every: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant<'keywords'>('keywords'),
      values: fc.constant<Value[]>([{ type: 'text', pattern: ['a'], cased: false }]),
      every: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom<'and' | 'or'>('and', 'or'),
      parts: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant<'not'>('not'), part: tie('expression') }),
  ),
}));
const content = fc.constantFrom<unknown[]>(
  'a',
  'A',
  'b',
  'ab',
  'xab',
  'aab',
  1,
  '1',
  true,
  null,
  [],
  ['a', 'b'],
  [1, null],
  {},
  undefined,
);
const event = fc.record({ x: content, y: content, z: content }).map((fields) => {
  return JSON.parse(JSON.stringify(fields)) as object;
});

it('finds every rule that an event matches: the same as trying all', () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(expression, { minLength: 1, maxLength: 6 }),
      fc.array(event, { maxLength: 4 }),
      (rules, events) => {
        const table = new FieldTable();
        const matcher = new Matcher(rules, table);
        const tests = rules.map((rule) => compileExpression(rule, (names) => table.slotOf(names)));
        for (const one of events) {
          const wanted = tests.flatMap((test, i) => (test(new EventFields(table, one)) ? [i] : []));
          found += wanted.length;
          expect(matcher.match(matcher.fieldsOf(one))).toEqual(wanted);
        }
      },
    ),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(1_000);
});

/** Rules as generated collections have them: some fields in common, and a value that few events have. */
function generated(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const [port, user, image] = [
      `EventID: ${4_000 + (i % 50)}`,
      `User: user-${i}`,
      `Image|endswith: '\\tool-${i}.exe'`,
    ];
    const selections = [[port, user], [user, image], [`User: [user-${i}, admin-${i}]`], [port, image, user]][i % 4]!;
    const selection = `selection:\n${selections.map((line) => `  ${line}`).join('\n')}\nfilter:\n  Host|startswith: srv-${i}`;
    return ruleWith(`${selection}\ncondition: selection and not filter`, `title: G${i}\nlogsource: { product: x }`);
  }).join('---\n');
}

it('makes 1,000 rules cost less than three times what 30 of them cost', () => {
  const events = Array.from({ length: 4_000 }, (_, i) => ({
    EventID: 4_000 + (i % 97),
    User: `user-${(i * 7) % 3_000}`,
    Image: `C:\\tools\\tool-${i % 500}.exe`,
    Host: `pc-${i % 20}`,
    CommandLine: `tool-${i % 500}.exe --run ${i}`,
  }));
  const [few, many] = [load(generated(30)), load(generated(1_000))];
  const cost = ({ observe }: { observe: () => void }): number => {
    const before = process.cpuUsage();
    observe();
    return process.cpuUsage(before).user;
  };
  const round = (engine: typeof few) => () => {
    let matched = 0;
    for (const one of events) matched += engine.observe(one).matched.length;
    expect(matched).toBeGreaterThan(0);
  };
  // Processor time, and the best of several rounds in turn: what else runs on the machine takes turns with us.
  const rounds = Array.from({ length: 9 }, () => [few, many].map((engine) => cost({ observe: round(engine) })));
  const [best30, best1000] = [0, 1].map((which) => Math.min(...rounds.map((times) => times[which]!)));
  expect(best1000! / best30!).toBeLessThan(3);
});
