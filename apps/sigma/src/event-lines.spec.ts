import { eventLines, MAX_LINE_BYTES, type EventLine } from './event-lines.js';

async function read(...chunks: (string | Uint8Array)[]): Promise<EventLine[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const lines: EventLine[] = [];
  for await (const batch of eventLines(stream())) lines.push(...batch);
  return lines;
}

it('numbers lines from 1, passes over blank ones, and needs no end of line at the end', async () => {
  expect(await read('{"a":1}\n\n  \r\n{"a":2}\r\n{"a":3}')).toEqual([
    { line: 1, event: { a: 1 } },
    { line: 4, event: { a: 2 } },
    { line: 5, event: { a: 3 } },
  ]);
  expect(await read('')).toEqual([]);
});

it('reads the same however the stream is cut, also within a character', async () => {
  const bytes = Buffer.from('{"a":"é😀"}\n{"b":"漢"}\n');
  const whole = await read(bytes);
  expect(whole).toHaveLength(2);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(whole);
  }
  expect(await read(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
});

it('reports what is no event and goes on', async () => {
  const lines = await read('{"a":1\n', '[1]\nnull\n"x"\n', Uint8Array.of(0x7b, 0xff, 0x7d, 0x0a), '{"a":2}\n');
  expect(lines.map((line) => ('why' in line ? `${line.line} ${line.why}` : line))).toEqual([
    '1 not valid JSON',
    '2 not a JSON object',
    '3 not a JSON object',
    '4 not a JSON object',
    '5 not valid UTF-8',
    { line: 6, event: { a: 2 } },
  ]);
});

it('reports a line that is too long without keeping it', async () => {
  const piece = 'x'.repeat(MAX_LINE_BYTES);
  const lines = await read('{"a":"', piece, piece, piece, '"}\n', '{"a":2}\n');
  expect(lines).toEqual([
    { line: 1, why: `longer than ${MAX_LINE_BYTES} bytes` },
    { line: 2, event: { a: 2 } },
  ]);
});
