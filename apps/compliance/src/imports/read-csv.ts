import { CodedError, problem, type Problem } from '@tillwatch/kernel';
import { CsvError, parse } from 'csv-parse/sync';

/** A row by the names of its columns; empty cells are left out. */
export interface CsvRow {
  /** In the file, from 1; of a row on several lines the last. */
  line: number;
  cells: Readonly<Record<string, string>>;
  /** Why it cannot be taken. */
  problem?: Problem;
}

export interface CsvColumns {
  required: readonly string[];
  optional: readonly string[];
}

export const maxCsvRows = 10_000;
/** Longest row in characters, quotes and separators included. */
const longestRow = 65_536;

/** What a spreadsheet would take for a formula, also in full width: somebody's trap for whoever opens an export. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
/** Tabs and line breaks are how cells are smuggled; a name has none. */
const control = /[\p{Cc}\p{Cs}]/u;

/**
 * Reads a CSV file (RFC 4180, separated by commas) whose first row names the columns, in UTF-8 with or without byte order
 * mark, or in GB18030. Throws `csv-malformed` when it cannot be read as a whole, `csv-too-many-rows` above `maxCsvRows`.
 */
export function readCsv(bytes: Buffer, charset: 'utf-8' | 'gb18030', columns: CsvColumns): CsvRow[] {
  const [header, ...records] = recordsOf(decoded(bytes, charset));
  if (!header) throw malformed('It is empty.');
  const names = header.record.map((name) => name.trim());
  checkHeader(names, columns);
  if (records.length > maxCsvRows) throw new CodedError(problem('csv-too-many-rows'));
  return records.map(({ record, line }) => rowOf(names, record, line));
}

function decoded(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw malformed(`It is not ${charset}.`);
  }
}

interface CsvRecord {
  record: string[];
  line: number;
}

function recordsOf(text: string): CsvRecord[] {
  try {
    const options = {
      ...{ relax_column_count: true, skip_empty_lines: true, info: true },
      ...{ max_record_size: longestRow, record_delimiter: ['\r\n', '\n'] },
    } as const;
    // One row more than may be, besides the header: the rest need not be read to refuse it.
    const found = parse(text, { ...options, to: maxCsvRows + 2 }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return found.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own sentence may quote the file.
    throw malformed(`${error.code} in line ${String(error['lines'] ?? '?')}.`);
  }
}

function checkHeader(names: readonly string[], { required, optional }: CsvColumns): void {
  const known = [...required, ...optional];
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) throw malformed(`The column ${missing} is missing.`);
  if (new Set(names).size < names.length) throw malformed('Two columns have the same name.');
  if (names.some((name) => !known.includes(name))) throw malformed(`The columns are ${known.join(', ')}.`);
}

function rowOf(names: readonly string[], record: readonly string[], line: number): CsvRow {
  if (record.length !== names.length) return { line, cells: {}, problem: problem('csv-malformed') };
  const filled = record.map((cell, index) => [names[index]!, cell.trim()] as const).filter(([, cell]) => cell !== '');
  const cells = Object.fromEntries(filled);
  const trap = names.find((_, index) => formula.test(record[index]!) || control.test(record[index]!.trim()));
  return trap === undefined ? { line, cells } : { line, cells, problem: problem('cell-not-text', `/${trap}`) };
}

function malformed(detail: string): CodedError {
  return new CodedError(problem('csv-malformed', undefined, detail));
}
