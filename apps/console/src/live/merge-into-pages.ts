import type { Page } from '@tillwatch/api';

/** What react-query keeps for a list read page by page. */
export interface Pages<Item> {
  pages: Page<Item>[];
  pageParams: unknown[];
}

/** How one cached list is filtered and sorted. */
export interface ListShape<Item> {
  matches(item: Item): boolean;
  /** Negative when `a` stands before `b`. */
  compare(a: Item, b: Item): number;
}

/** Rows of one list kept in the browser; what lies past them is read again when asked for. */
export const maxListRows = 500;

/**
 * Puts a changed item where the server's next answer would put it: replaced, moved, added or taken out.
 * An item behind the last loaded row is left for "load more", unless there is no more to load. An item older than what
 * the list has already is ignored.
 */
export function mergeIntoPages<Item extends { id: string; position: number }>(
  list: Pages<Item>,
  item: Item,
  shape: ListShape<Item>,
): Pages<Item> {
  const known = list.pages.flatMap((page) => page.items).find((row) => row.id === item.id);
  if (known && known.position > item.position) return list;
  const without = known ? list.pages.map((page) => leaveOut(page, item.id)) : list.pages;
  const place = shape.matches(item) ? placeOf(without, item, shape) : undefined;
  if (!place) return known ? { ...list, pages: without } : list;
  const pages = without.map((page, index) => (index === place.page ? insert(page, place.row, item) : page));
  return dropTail({ ...list, pages });
}

function leaveOut<Item extends { id: string }>(page: Page<Item>, id: string): Page<Item> {
  return page.items.some((row) => row.id === id) ? { ...page, items: page.items.filter((row) => row.id !== id) } : page;
}

function insert<Item>(page: Page<Item>, row: number, item: Item): Page<Item> {
  return { ...page, items: page.items.toSpliced(row, 0, item) };
}

function placeOf<Item>(
  pages: Page<Item>[],
  item: Item,
  shape: ListShape<Item>,
): { page: number; row: number } | undefined {
  for (const [page, { items }] of pages.entries()) {
    const row = items.findIndex((other) => shape.compare(item, other) < 0);
    if (row >= 0) return { page, row };
  }
  const last = pages.at(-1);
  return last && !last.nextCursor ? { page: pages.length - 1, row: last.items.length } : undefined;
}

/** Whole pages only, so that the cursor of the page that is then last still continues it. */
function dropTail<Item>(list: Pages<Item>): Pages<Item> {
  let count = list.pages.length;
  let rows = list.pages.reduce((sum, page) => sum + page.items.length, 0);
  while (count > 1 && rows > maxListRows) {
    count -= 1;
    rows -= list.pages[count]?.items.length ?? 0;
  }
  if (count === list.pages.length) return list;
  return { pages: list.pages.slice(0, count), pageParams: list.pageParams.slice(0, count) };
}
