import type { Figure } from './benchmark.ts';
import { meetsFloor, type Result } from './result.ts';

const header = ['name', 'value', 'unit', 'reference', 'ratio', 'floor', 'aim', 'floor met'];
const leftAligned = new Set(['name', 'unit', 'floor met']);

/** What a person reads: one line per figure, columns aligned. */
export function table(lines: readonly { figure: Figure; result: Result }[]): string {
  const rows = [header, ...lines.map(({ figure, result }) => cells(figure, result))];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          leftAligned.has(header[column]!) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(figure: Figure, result: Result): string[] {
  const { floor, aim, aimAtMost } = figure;
  const met = meetsFloor(figure, result);
  return [
    result.name,
    amount(result.value),
    result.unit,
    amount(result.reference),
    result.ratio?.toFixed(2) ?? '-',
    floor?.toFixed(2) ?? '-',
    aimAtMost === undefined ? (aim?.toFixed(2) ?? '-') : `< ${aimAtMost}`,
    met === undefined ? '-' : met ? 'yes' : 'NO',
  ];
}

/** Rates without decimals, small amounts with one. */
function amount(value: number): string {
  return Math.abs(value) < 1_000 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
