import { bothSides, inRounds, median, percentile } from './rounds.ts';

describe('median', () => {
  const itself = (value: number): number => value;

  it('is the item in the middle, whatever the order', () => {
    expect(median([30, 1, 2], itself)).toBe(2);
  });

  it('is the lesser of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 100], itself)).toBe(3);
  });

  it('orders numbers as numbers', () => {
    expect(median([9, 10, 100], itself)).toBe(10);
  });

  it('refuses an empty list', () => {
    expect(() => median([], itself)).toThrow(RangeError);
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is the nearest rank', () => {
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('reaches the ends', () => {
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile(hundred, 0)).toBe(1);
  });

  it('leaves the list as it was', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

it('the first round is not counted', async () => {
  expect(await inRounds(3, async (index) => index)).toEqual([1, 2, 3]);
});

it('the two sides of a round take turns in going first', async () => {
  const order: string[] = [];
  const side = (name: string, figure: number) => async () => (order.push(name), figure);
  for (const index of [1, 2]) {
    expect(await bothSides(index, side('value', 1), side('reference', 2))).toEqual({ value: 1, reference: 2 });
  }
  expect(order).toEqual(['reference', 'value', 'value', 'reference']);
});
