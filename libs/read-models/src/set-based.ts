import type { Queryable } from '@tillwatch/postgres';

/** A column of a set-based write: its name, its type in SQL, and its value in a row (`undefined` is NULL, as is ''). */
export interface Column<Row> {
  name: string;
  type: 'text' | 'bigint' | 'integer' | 'boolean' | 'json';
  of(row: Row): string | number | boolean | undefined;
}

/** Never part of a number or of JSON text, so it can join the values of a column into one parameter. */
const separator = '\u001e';
/** What is written where an id holds the separator itself (somebody tries): its picture. */
const separatorSymbol = '\u241e';
/** Keeps one statement below a few megabytes. */
const rowsPerStatement = 5_000;

/**
 * Writes rows with one statement per 5,000: each column is one text, split by the server, which costs the driver and the
 * server far less than array parameters. `onConflict` is what follows the VALUES, e.g. `ON CONFLICT ... DO UPDATE ...`.
 */
export async function insertRows<Row>(
  tx: Queryable,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  onConflict: string,
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.map((column) => column.name).join(', ');
  const lists = columns.map(({ type }, index) => `string_to_array($${index + 1}, E'\\x1e', '')::${type}[]`).join(', ');
  const text = `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${lists}) ${onConflict}`;
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const chunk = rows.length <= rowsPerStatement ? rows : rows.slice(start, start + rowsPerStatement);
    await tx.query(
      text,
      columns.map((column) => joined(column, chunk)),
      `insert ${table}`,
    );
  }
}

/** `ON CONFLICT (key) DO UPDATE` that takes over every other column. */
export function takeOver<Row>(key: string, columns: readonly Column<Row>[]): string {
  const others = columns.filter((column) => column.name !== key);
  return `ON CONFLICT (${key}) DO UPDATE SET ${others.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`;
}

function joined<Row>(column: Column<Row>, rows: readonly Row[]): string {
  let text = '';
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += separator;
    const value = column.of(rows[index]!);
    if (typeof value === 'string' && value.includes(separator)) text += value.replaceAll(separator, separatorSymbol);
    else if (value !== undefined) text += value;
  }
  return text;
}
