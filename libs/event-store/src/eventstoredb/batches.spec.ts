import { batches } from './batches.js';

const limits = { items: 4, bytes: 100, bytesOf: (n: number) => n };
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Counts what was asked of it. */
function counting(items: number[], failure?: Error) {
  const source = { asked: 0, ended: false, stream: stream() };
  async function* stream(): AsyncGenerator<number> {
    try {
      for (const item of items) {
        source.asked++;
        yield item;
      }
      if (failure) throw failure;
    } finally {
      source.ended = true;
    }
  }
  return source;
}

it('gives everything once, in order, as much at a time as came meanwhile', async () => {
  const seen: number[][] = [];
  for await (const batch of batches(counting([1, 2, 3, 4, 5, 6, 7]).stream, limits)) {
    seen.push(batch);
    await turn();
  }
  expect(seen.flat()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(seen.length).toBeLessThan(7);
});

it.each([
  ['items', limits, [1, 1, 1, 1, 1, 1, 1, 1], 4],
  ['bytes', limits, [60, 60, 60, 60], 2],
])('asks for no more than it may hold: %s', async (_, given, items, held) => {
  const source = counting(items);
  const reading = batches(source.stream, given);
  const first = (await reading.next()).value as number[];
  await turn();
  expect(source.asked).toBe(first.length + held);
  await turn();
  expect((await reading.next()).value).toHaveLength(held);
  await reading.return(undefined);
});

it('throws what the source throws, after what came before', async () => {
  const seen: number[] = [];
  const reading = async () => {
    for await (const batch of batches(counting([1, 2], new Error('lost')).stream, limits)) seen.push(...batch);
  };
  await expect(reading()).rejects.toThrow('lost');
  expect(seen).toEqual([1, 2]);
});

it('lets go of the source when the consumer stops', async () => {
  const source = counting([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for await (const batch of batches(source.stream, limits)) {
    expect(batch.length).toBeGreaterThan(0);
    break;
  }
  await turn();
  expect(source.ended).toBe(true);
});
