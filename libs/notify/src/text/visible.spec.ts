import fc from 'fast-check';
import { hostileText } from '../notification.fixture.js';
import { cutToBytes, visible } from './visible.js';

it('names what nobody could see, and leaves the rest', () => {
  expect(visible("张三 o'7 🏬")).toBe("张三 o'7 🏬");
  expect(visible('a\u202Eb\u0000c\nd\u00A0e\uD800')).toBe('a\\u202Eb\\u0000c\\u000Ad\\u00A0e\\uD800');
});

it('is one line of well-formed text in which every character can be seen', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(visible(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
    }),
  );
});

it('is cut at its limit, and says so', () => {
  expect(visible('x'.repeat(121))).toBe(`${'x'.repeat(120)}…`);
  expect(visible('🏬'.repeat(3), 2)).toBe('🏬🏬…');
});

it('cuts to bytes between characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, max) => {
      const cut = cutToBytes(text, max);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
      expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
    }),
  );
});
