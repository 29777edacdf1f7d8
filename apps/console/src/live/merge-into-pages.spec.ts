import { maxListRows, mergeIntoPages, type Pages } from './merge-into-pages.js';

interface Row {
  id: string;
  rank: number;
  position: number;
}

const row = (id: string, rank: number, position = 1): Row => ({ id, rank, position });
const shape = { matches: (item: Row) => item.rank >= 0, compare: (a: Row, b: Row) => b.rank - a.rank };
const idsOf = (list: Pages<Row>) => list.pages.map((page) => page.items.map((item) => item.id).join(''));

const twoPages: Pages<Row> = {
  pages: [
    { items: [row('a', 9), row('b', 8)], nextCursor: 'x' },
    { items: [row('c', 7), row('d', 6)], nextCursor: 'y' },
  ],
  pageParams: [undefined, 'x'],
};

describe('a live change to a list read page by page', () => {
  it('is inserted where its sort puts it', () => {
    expect(idsOf(mergeIntoPages(twoPages, row('n', 10), shape))).toEqual(['nab', 'cd']);
    expect(idsOf(mergeIntoPages(twoPages, row('n', 6.5), shape))).toEqual(['ab', 'cnd']);
  });

  it('replaces the row it is about, and moves it when its rank changed', () => {
    const merged = mergeIntoPages(twoPages, row('d', 8.5, 2), shape);
    expect(idsOf(merged)).toEqual(['adb', 'c']);
    expect(merged.pages[0]?.items[1]?.position).toBe(2);
  });

  it('takes out a row that no longer matches the filter', () => {
    expect(idsOf(mergeIntoPages(twoPages, row('b', -1, 2), shape))).toEqual(['a', 'cd']);
  });

  it('leaves what lies behind the last loaded row for the next page', () => {
    expect(mergeIntoPages(twoPages, row('n', 1), shape)).toBe(twoPages);
  });

  it('is appended when everything is loaded, also to an empty list', () => {
    const whole: Pages<Row> = { pages: [{ items: [row('a', 9)] }], pageParams: [undefined] };
    expect(idsOf(mergeIntoPages(whole, row('n', 1), shape))).toEqual(['an']);
    expect(idsOf(mergeIntoPages({ pages: [{ items: [] }], pageParams: [undefined] }, row('n', 1), shape))).toEqual([
      'n',
    ]);
  });

  it('never goes back to an older state of a row', () => {
    const newer = mergeIntoPages(twoPages, row('a', 9, 5), shape);
    expect(mergeIntoPages(newer, row('a', 1, 4), shape)).toBe(newer);
  });

  it('does not touch the list when the item was and is outside the filter', () => {
    expect(mergeIntoPages(twoPages, row('n', -1), shape)).toBe(twoPages);
  });

  it('drops whole pages past the limit, with their cursors', () => {
    const full: Pages<Row> = {
      pages: [
        {
          items: Array.from({ length: maxListRows - 1 }, (_, index) => row(`r${index}`, 1000 - index)),
          nextCursor: 'x',
        },
        { items: [row('last', 0)] },
      ],
      pageParams: [undefined, 'x'],
    };
    const merged = mergeIntoPages(full, row('n', 2000), shape);
    expect(merged.pages).toHaveLength(1);
    expect(merged.pageParams).toEqual([undefined]);
    expect(merged.pages[0]?.items[0]?.id).toBe('n');
  });
});
