import { linesOf } from './run-lines.js';

const text = '{"progress":{"keys":1}}\n{"finding":{"key":"operator:王芳"}}\n\n{"summary":{}}\n';

function cut(size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
}

it.each([1, 2, 3, 7, 1_000])(
  'reads the same lines from pieces of %i bytes, and of characters cut in two',
  async (size) => {
    const lines = [];
    for await (const line of linesOf(cut(size))) lines.push(line);
    expect(lines).toEqual(text.split('\n').filter((line) => line !== ''));
  },
);

it('gives a last line that nobody ended', async () => {
  const lines = [];
  const open = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"a":1}\n{"b":2}'));
      controller.close();
    },
  });
  for await (const line of linesOf(open)) lines.push(line);
  expect(lines).toEqual(['{"a":1}', '{"b":2}']);
});
