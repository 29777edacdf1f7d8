import type { Queryable } from '@tillwatch/postgres';

/** Where a page ended: the last row's values of the columns it was sorted by. The edge makes it opaque. */
export type PageCursor = readonly (string | number)[];

export interface PageOf<Item> {
  items: Item[];
  /** Absent on the last page. */
  after?: PageCursor;
}

/** A condition with one `?` for its value. */
export type Condition = readonly [sql: string, value: unknown];

export interface PageQuery {
  select: string;
  from: string;
  where: readonly (Condition | undefined)[];
  /** Rows of the same column become one; `sort` then names what `select` makes of them. */
  groupBy?: string;
  /** Columns without NULL, the last one unique, so that no row is shown twice or left out. */
  sort: { by: readonly string[]; descending: boolean };
  /** 1 to `maxPageSize`; more is cut. */
  limit: number;
  after?: PageCursor | undefined;
}

export const maxPageSize = 1_000;

/** One page in the order of `sort`, by keyset: its cost does not grow with how far down the list it is. */
export async function readPage<Row extends object>(db: Queryable, query: PageQuery): Promise<PageOf<Row>> {
  const { sort } = query;
  const values: unknown[] = [];
  const conditions = query.where
    .filter((condition) => condition !== undefined)
    .map(([sql, value]) => sql.replace('?', `$${values.push(value)}`));
  const bounds: string[] = [];
  if (query.after) {
    if (query.after.length !== sort.by.length) throw new RangeError('The cursor belongs to another list.');
    const place = query.after.map((value) => `$${values.push(value)}`).join(', ');
    bounds.push(`(${sort.by.join(', ')}) ${sort.descending ? '<' : '>'} (${place})`);
  }
  const limit = Math.max(1, Math.min(query.limit, maxPageSize));
  const direction = sort.descending ? 'DESC' : 'ASC';
  const rows = await db.query<Row & { sorted_by: (string | number)[] }>(
    `SELECT ${query.select}, json_build_array(${sort.by.join(', ')}) AS sorted_by FROM ${query.from}
     ${query.groupBy === undefined ? clause('WHERE', [...conditions, ...bounds]) : clause('WHERE', conditions)}
     ${query.groupBy === undefined ? '' : `GROUP BY ${query.groupBy} ${clause('HAVING', bounds)}`}
     ORDER BY ${sort.by.map((column) => `${column} ${direction}`).join(', ')} LIMIT ${limit + 1}`,
    values,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last ? { items, after: last.sorted_by } : { items };
}

function clause(word: 'WHERE' | 'HAVING', conditions: readonly string[]): string {
  return conditions.length > 0 ? `${word} ${conditions.join(' AND ')}` : '';
}

/** A condition for a value that may not be asked for. */
export function when(value: unknown, sql: string): Condition | undefined {
  return value === undefined ? undefined : [sql, value];
}

/** RFC 3339 UTC with milliseconds. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
