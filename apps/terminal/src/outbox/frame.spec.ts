import { encodeFrames, framesOf, headerBytes, kindOf, longestPayload, mend } from './frame.js';

const texts = [
  '{"control":"ready"}',
  '{"data":{}}',
  '{"data":{"note":"收银"}}',
  `{"data":{"long":"${'x'.repeat(90)}"}}`,
];
const whole = encodeFrames(texts);
const starts = [...framesOf(whole)].map(({ at }) => at);

function read(bytes: Buffer): string[] {
  return [...framesOf(bytes)].map(({ payload }) => (kindOf(payload) === 'hole' ? 'hole' : payload.toString()));
}

it('reads what it wrote, and knows events from its own notes', () => {
  expect(read(whole)).toEqual(texts);
  expect([...framesOf(whole)].map(({ payload }) => kindOf(payload))).toEqual(['control', 'event', 'event', 'event']);
  expect(mend(whole, true)).toEqual({ bytes: whole, damaged: false });
});

it('cuts a torn tail, at whatever byte the writing stopped', () => {
  for (let length = 0; length <= whole.length; length++) {
    const { bytes, damaged } = mend(whole.subarray(0, length), true);
    const written = starts.filter((_, index) => (starts[index + 1] ?? whole.length) <= length).length;
    expect({ length, damaged, texts: read(bytes) }).toEqual({ length, damaged: false, texts: texts.slice(0, written) });
  }
});

it('cuts space that the file system gave and nobody wrote', () => {
  expect(mend(Buffer.concat([whole, Buffer.alloc(4_096)]), true)).toEqual({ bytes: whole, damaged: false });
});

it('takes a short file that another follows for damage, not for a torn tail', () => {
  for (const length of [whole.length - 1, starts[3]! + 4]) {
    const { bytes, damaged } = mend(whole.subarray(0, length), false);
    expect({ damaged, texts: read(bytes) }).toEqual({ damaged: true, texts: texts.slice(0, 3) });
  }
});

it('notices every flipped bit, and keeps every other frame at its place', () => {
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const flipped = Buffer.from(whole);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    const { bytes, damaged } = mend(flipped, true);
    const hit = starts.findLastIndex((start) => start <= bit >> 3);
    const headerOnly = (bit >> 3) - starts[hit]! < 4;
    expect({ bit, damaged, length: bytes.length }).toEqual({ bit, damaged: true, length: whole.length });
    expect(read(bytes)).toEqual(texts.map((text, index) => (index === hit && !headerOnly ? 'hole' : text)));
    expect(mend(bytes, true).damaged).toBe(false);
  }
});

it('fills a hole of any size, so that positions stay what they were', () => {
  for (const size of [10, 11, 100, longestPayload + headerBytes, longestPayload + headerBytes + 1, 200_000]) {
    const noise = Buffer.alloc(size, 0xff);
    const { bytes, damaged } = mend(Buffer.concat([noise, whole]), true);
    expect({ size, damaged, length: bytes.length }).toEqual({ size, damaged: true, length: size + whole.length });
    expect(read(bytes).filter((text) => text !== 'hole')).toEqual(texts);
    expect([...framesOf(bytes)].at(-1)!.end).toBe(bytes.length);
  }
});
