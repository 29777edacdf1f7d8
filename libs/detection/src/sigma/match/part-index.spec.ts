import fc from 'fast-check';
import { PartIndex } from './part-index.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '漢'), minLength: 1, maxLength: 5 });

it('finds exactly the parts that a text contains, whatever parts overlap', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.array(word, { maxLength: 6 }), (parts, words) => {
      const text = words.join('');
      const index = new PartIndex();
      parts.forEach((part, rule) => index.add(part, rule));
      const seen = new Set<number>();
      index.find(text, (rule) => seen.add(rule));
      const wanted = parts.flatMap((part, rule) => (text.includes(part) ? [rule] : []));
      expect([...seen].sort((a, b) => a - b)).toEqual(wanted);
    }),
    { numRuns: 3_000 },
  );
});

it('finds a long part by its beginning, and goes on to take parts in after it was asked', () => {
  const index = new PartIndex();
  expect(index.isEmpty).toBe(true);
  index.add('x'.repeat(30), 0);
  const found = (text: string): number[] => {
    const rules: number[] = [];
    index.find(text, (rule) => rules.push(rule));
    return rules;
  };
  expect([found('x'.repeat(23)), found('x'.repeat(24))]).toEqual([[], [0]]);
  index.add('y', 1);
  expect([found('y'), index.isEmpty]).toEqual([[1], false]);
});
