import type { ReadOptions } from './log-format.js';

export interface SyslogLine {
  /** RFC 3339 with zone, and the same in ms since 1970. */
  time: string;
  at: number;
  host: string;
  program: string;
  pid?: string;
  message: string;
}

/** RFC 3164 (`Dec 10 06:55:46 host program[pid]: message`) and the same with an RFC 3339 time, as newer rsyslog writes. */
const prefix =
  /^(?:(?<month>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2}) (?<clock>\d{2}:\d{2}:\d{2})|(?<instant>\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))) (?<host>[^ ]+) (?<program>[^ :[]+)(?:\[(?<pid>\d+)\])?: (?<message>.*)$/su;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads lines in order, because a syslog date has no year: from December to January the year moves on (and back, when
 * a line of the old year comes late). Answers undefined for what is not syslog or not a date of that year.
 */
export function syslogReader({ year, zone }: ReadOptions): (line: string) => SyslogLine | undefined {
  let currentYear = year;
  let previousMonth: number | undefined;

  function dateOf(monthName: string, day: string): string | undefined {
    const month = months.indexOf(monthName);
    if (month < 0 || currentYear === undefined) return undefined;
    const step = previousMonth === undefined ? 0 : month - previousMonth;
    const halfYear = 6;
    const lineYear = step < -halfYear ? currentYear + 1 : step > halfYear ? currentYear - 1 : currentYear;
    if (Number(day) < 1 || Number(day) > new Date(Date.UTC(lineYear, month + 1, 0)).getUTCDate()) return undefined;
    [currentYear, previousMonth] = [lineYear, month];
    return `${lineYear}-${String(month + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  }

  return (line) => {
    const parts = prefix.exec(line)?.groups;
    if (!parts) return undefined;
    const { month, day, clock, instant, host, program, pid, message } = parts;
    const date = instant ? undefined : dateOf(month!, day!);
    const time = instant ?? (date && `${date}T${clock}${zone}`);
    const at = time ? Date.parse(time) : NaN;
    if (!time || Number.isNaN(at)) return undefined;
    return { time, at, host: host!, program: program!, message: message!, ...(pid && { pid }) };
  };
}
