import { uuidFromName } from '@tillwatch/kernel';
import { openJournal, type Journal, type JournalEntry } from '../journal/journal.js';
import type { LineOutcome, LogFormat, LogHappening, ReadOptions } from './log-format.js';

export interface ImportSummary {
  lines: number;
  events: number;
  /** Lines by the rule that decided, in order of first use. */
  mapped: Map<string, number>;
  ignored: Map<string, number>;
  /** Numbered from 1. `unmapped` counts all, `reports` keeps the first 1,000. */
  unmapped: number;
  reports: { line: number; why: { en: string; zh: string } }[];
}

export interface LogImporter {
  summary: ImportSummary;
  /** The journal entries of the next line of the file, most often none. */
  read(line: string): JournalEntry[];
}

const reportsKept = 1_000;
/** Characters; sshd writes a few hundred. */
export const longestLine = 65_536;
const blank = { name: 'blank', why: { en: 'An empty line.', zh: '空行。' } } as const;

export function importRules(format: LogFormat): LogFormat['rules'] {
  return [...format.rules, blank];
}

/**
 * Turns the lines of one file, in order, into terminals' journals. Every line is mapped, ignored or unmapped, and counted once.
 *
 * Importing again must give duplicates, so an event's id and place are functions of the file's content: the epoch is the
 * time of the first event (seconds since 1970; a rotated file is a later epoch), the sequence counts the terminal's events
 * in file order, the id is named by terminal, place and the line itself. A file that has grown gives the same events and
 * new ones after them.
 */
export function openImport(format: LogFormat, options: ReadOptions & { epoch?: number }): LogImporter {
  const readLine = format.open(options);
  const journals = new Map<string, Journal>();
  const summary: ImportSummary = {
    lines: 0,
    events: 0,
    mapped: new Map(),
    ignored: new Map(),
    unmapped: 0,
    reports: [],
  };
  let epoch = options.epoch;
  let line = '';

  function journalOf({ terminalId, storeId, at }: LogHappening): Journal {
    epoch ??= Math.max(1, Math.floor(at / 1_000));
    const journalEpoch = epoch;
    const idOf = (sequence: number): string =>
      uuidFromName(`import|${format.name}|${storeId}|${terminalId}|${journalEpoch}|${sequence}|${line}`);
    const journal = openJournal({ terminalId, storeId, epoch: journalEpoch, idOf });
    journals.set(terminalId, journal);
    return journal;
  }

  return {
    summary,
    read(text) {
      line = text.replace(/\r$/u, '');
      const outcome = outcomeOf(line, readLine);
      count(summary, outcome);
      if (outcome.kind !== 'mapped') return [];
      return outcome.happenings.map((happening) =>
        (journals.get(happening.terminalId) ?? journalOf(happening))(happening),
      );
    },
  };
}

function outcomeOf(line: string, readLine: (line: string) => LineOutcome): LineOutcome {
  if (line.trim() === '') return { kind: 'ignored', rule: blank.name };
  if (line.length > longestLine) {
    return { kind: 'unmapped', why: { en: 'Longer than 65,536 characters.', zh: '超过 65,536 个字符。' } };
  }
  return readLine(line);
}

function count(summary: ImportSummary, outcome: LineOutcome): void {
  summary.lines++;
  if (outcome.kind === 'unmapped') {
    summary.unmapped++;
    if (summary.reports.length < reportsKept) summary.reports.push({ line: summary.lines, why: outcome.why });
    return;
  }
  const counts = summary[outcome.kind];
  counts.set(outcome.rule, (counts.get(outcome.rule) ?? 0) + 1);
  if (outcome.kind === 'mapped') summary.events += outcome.happenings.length;
}

export function sumOf(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
