import type { Observation } from './observation.js';

/** Noon of an ordinary day, UTC: when the examples of the rules begin. */
const NOON = Date.UTC(2026, 0, 5, 12);

/** One line of an example: what happened, `at` seconds after its start. */
export interface Line extends Partial<Pick<Observation, 'operatorId' | 'terminalId' | 'storeId' | 'marks' | 'data'>> {
  at: number;
  name: string;
}

/**
 * The events of an example. Lines are in the order things happened at each terminal: they are numbered as its journal and
 * recorded one second later. Unless a line says otherwise, operator `o-1` works at terminal `t-1` of store `s-1`.
 */
export function scene(...lines: readonly (Line | readonly Line[])[]): Observation[] {
  const journals = new Map<string, number>();
  return lines.flat().map(({ at: seconds, ...line }, index) => {
    const terminalId = line.terminalId ?? 't-1';
    const sequence = (journals.get(terminalId) ?? 0) + 1;
    journals.set(terminalId, sequence);
    const at = NOON + seconds * 1_000;
    const id = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    return {
      operatorId: 'o-1',
      storeId: 's-1',
      data: {},
      ...line,
      id,
      terminalId,
      epoch: 1,
      sequence,
      at,
      recordedAt: at + 1_000,
    };
  });
}

/** The same line `count` times, `every` seconds apart. */
export function repeat(count: number, every: number, line: Line): Line[] {
  return Array.from({ length: count }, (_, i) => ({ ...line, at: line.at + i * every }));
}

/** A failed login with a wrong password. */
export function failure(at: number, line: Partial<Line> = {}): Line {
  return { at, name: 'LoginFailed', data: { reason: 'invalid-password' }, ...line };
}
