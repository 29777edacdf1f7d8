import { linesOf } from './lines.js';

async function split(chunks: string[], limit = 100): Promise<string[]> {
  async function* source(): AsyncGenerator<string> {
    yield* chunks;
  }
  return Array.fromAsync(linesOf(source(), limit));
}

it('puts lines together across chunks, the last with or without an end', async () => {
  expect(await split(['one\ntw', 'o\n', '\nfour'])).toEqual(['one', 'two', '', 'four']);
  expect(await split(['one\n'])).toEqual(['one']);
  expect(await split([])).toEqual([]);
});

it('does not take what somebody typed for the end of a line', async () => {
  expect(await split(['a\rb\u2028c\n'])).toEqual(['a\rb\u2028c']);
});

it('keeps only so much of an endless line that its length shows', async () => {
  expect(await split(['x'.repeat(60), 'x'.repeat(60), '\nnext'], 80)).toEqual(['x'.repeat(81), 'next']);
});
