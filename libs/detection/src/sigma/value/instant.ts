import type { Scalar } from './scalar.js';

/** `2026-11-23T09:30:00.5+08:00`, `2026-11-23 09:30:00`, `2026-11-23`: what ISO 8601 and its relatives have in common. */
const WRITTEN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

interface WrittenTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** ms since 1970 when the text is taken as UTC. */
  asUtc: number;
  /** Minutes east of UTC; 0 when nothing is written. */
  offset: number;
}

const MINUTE_MS = 60_000;

/** Seconds, milli-, micro- or nanoseconds since 1970, told apart by size: each unit covers 1973 to 2286 without the others. */
const UNITS: readonly { from: number; perMs: number }[] = [
  { from: 1e17, perMs: 1e6 },
  { from: 1e14, perMs: 1e3 },
  { from: 1e11, perMs: 1 },
  { from: 0, perMs: 1e-3 },
];

/** When, in ms since 1970. A text without an offset is UTC. Undefined for what is no time. */
export function instantOf(value: Scalar): number | undefined {
  if (typeof value === 'number') return sinceEpoch(value);
  if (typeof value !== 'string') return undefined;
  if (/^\d{9,19}(?:\.\d+)?$/.test(value)) return sinceEpoch(Number(value));
  const written = parseWritten(value);
  return written && written.asUtc - written.offset * MINUTE_MS;
}

export const timeParts = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1, 9999],
} as const satisfies Record<string, readonly [least: number, most: number]>;

export type TimePart = keyof typeof timeParts;

/**
 * Modifiers appendix, "Time Modifiers": a part of the time as written, without conversion between time zones; of a number,
 * in UTC. Weeks are those of ISO 8601. Undefined for what is no time.
 */
export function timePartOf(value: Scalar, part: TimePart): number | undefined {
  const instant = typeof value === 'string' && !/^\d+(?:\.\d+)?$/.test(value) ? undefined : instantOf(value);
  const written = instant === undefined ? parseWritten(String(value)) : parseWritten(new Date(instant).toISOString());
  if (!written) return undefined;
  return part === 'week' ? isoWeek(written.asUtc) : written[part];
}

function sinceEpoch(value: number): number | undefined {
  if (!(value >= 0)) return undefined;
  const ms = value / UNITS.find(({ from }) => value >= from)!.perMs;
  return ms <= 8.64e15 ? ms : undefined;
}

function parseWritten(text: string): WrittenTime | undefined {
  const match = WRITTEN.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const fraction = Number(`0.${match[7] ?? 0}`) * 1_000;
  // Date.UTC carries 31 April over to May: a date that does not come back as written is none.
  const midnight = Date.UTC(year!, month! - 1, day);
  const date = new Date(midnight).toISOString().slice(0, 10);
  if (date !== `${match[1]}-${match[2]}-${match[3]}` || hour! > 23 || minute! > 59 || second! > 60) return undefined;
  const asUtc = midnight + (hour! * 60 + minute!) * MINUTE_MS + second! * 1_000 + fraction;
  return { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, asUtc, offset: offsetOf(match[8]) };
}

function offsetOf(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

function isoWeek(ms: number): number {
  const dayMs = 86_400_000;
  const date = new Date(Math.floor(ms / dayMs) * dayMs);
  // The week belongs to the year of its Thursday.
  const thursday = date.getTime() + (4 - (date.getUTCDay() || 7)) * dayMs;
  const january = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - january) / dayMs / 7);
}
