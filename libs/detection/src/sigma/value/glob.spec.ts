import fc from 'fast-check';
import { compileGlob } from './glob.js';
import { DASH, joined, MANY, ONE, parsePattern, type Part } from './pattern.js';
import { DASHES } from './windash.js';

/** The definition, taken literally: exponential, and so simple that it is right. */
function naive(parts: readonly Part[], characters: readonly string[]): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return characters.length === 0;
  if (part === MANY) return characters.some((_, i) => naive(rest, characters.slice(i))) || naive(rest, []);
  if (typeof part === 'string') {
    const literal = [...part];
    const here = literal.every((character, i) => characters[i] === character);
    return here && naive(rest, characters.slice(literal.length));
  }
  const [first, ...others] = characters;
  return first !== undefined && (part === ONE || DASHES.includes(first)) && naive(rest, others);
}

const letters = ['a', 'b', '-', '/', '😀'];
const pattern = fc
  .array(fc.oneof(fc.constantFrom<Part[]>(MANY, ONE, DASH), fc.constantFrom(...letters)), { maxLength: 8 })
  .map(joined);
const text = fc.array(fc.constantFrom(...letters), { maxLength: 8 });

it('agrees with the definition', () => {
  let [fits, fails] = [0, 0];
  fc.assert(
    fc.property(pattern, text, (parts, characters) => {
      const expected = naive(parts, characters);
      if (expected) fits++;
      else fails++;
      expect(compileGlob(parts)(characters.join(''))).toBe(expected);
    }),
    { numRuns: 20_000 },
  );
  expect(Math.min(fits, fails)).toBeGreaterThan(500);
});

it('finds every text in the pattern that was made by escaping it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\\', '*', '?', 'a', 'b') }), (plain) => {
      const escaped = plain.replace(/[\\*?]/g, '\\$&');
      expect(parsePattern(escaped)).toEqual(plain ? [plain] : []);
    }),
  );
});

/** Ends by the time limit of tests if it does not. */
it('takes no longer than text times pattern on what makes backtracking explode', () => {
  const parts = parsePattern(`${'*a?'.repeat(200)}b`);
  expect(compileGlob(parts)('a'.repeat(20_000))).toBe(false);
});
