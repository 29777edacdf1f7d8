import type { Happening } from '../journal/journal.js';

interface Text {
  en: string;
  zh: string;
}

/** Lines that tell nothing new: matched against the message, in order, after every mapping was tried. */
export interface IgnoreRule {
  name: string;
  pattern: RegExp;
  why: Text;
}

/** What one line is worth. `happenings` may be several (`message repeated 5 times`). */
export type LineOutcome =
  | { kind: 'mapped'; rule: string; happenings: LogHappening[] }
  | { kind: 'ignored'; rule: string }
  | { kind: 'unmapped'; why: Text };

export interface LogHappening extends Happening {
  terminalId: string;
  storeId: string;
  /** ms since 1970. */
  at: number;
}

export interface ReadOptions {
  /** Of the first line, for logs that write no year. */
  year?: number;
  /** Offset of the log's clock, for logs that write none: `Z` or `+08:00`. */
  zone: string;
}

/** A kind of log. `open` starts at the top of one file and MUST be given its lines in order. */
export interface LogFormat {
  name: string;
  /** Every rule an outcome can name, and why it is so. */
  rules: readonly { name: string; why: Text }[];
  open(options: ReadOptions): (line: string) => LineOutcome;
}
