import fc from 'fast-check';
import { base64, base64Offsets } from './base64.js';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 });

it('finds a text in the Base64 of everything that contains it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 7 }), bytes, fc.uint8Array({ maxLength: 7 }), (before, inner, after) => {
      const whole = base64(Buffer.concat([before, inner, after]));
      const pieces = base64Offsets(inner);
      // One byte in the middle of a group decides no character alone.
      expect(inner.length === 1 || pieces.some((piece) => whole.includes(piece))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

it('is the part that all surroundings have in common, found by trying them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 6 }), (inner) => {
      const expected = [0, 1, 2].map((shift) => {
        const surrounded = [0x00, 0xff, 0x55].flatMap((before) =>
          [0x00, 0xff, 0xaa].map((after) =>
            base64(Buffer.concat([Buffer.alloc(shift, before), inner, Buffer.alloc(3, after)])),
          ),
        );
        const [first, ...others] = surrounded;
        const same = [...first!].map((character, i) => others.every((other) => other[i] === character));
        const start = same.indexOf(true, shift ? shift + 1 : 0);
        let end = start;
        while (same[end] && end < Math.floor(((shift + inner.length) * 8) / 6)) end++;
        return first!.slice(start, end);
      });
      expect(base64Offsets(inner).sort()).toEqual([...new Set(expected)].sort());
    }),
    { numRuns: 500 },
  );
});
