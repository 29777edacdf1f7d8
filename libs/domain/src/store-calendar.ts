import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';

/** When a store is open, by its own clocks. */
export type StoreCalendar = Omit<PayloadOf<'StoreCalendarSet'>, 'actor' | 'store'>;

/** From opening to closing, ms since 1970; the closing is outside. */
export type OpenHours = readonly [openedAt: number, closedAt: number];

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A store opens within so many days or is taken as closed for good: a fortnight of holidays and a weekend. */
const horizonDays = 17;
const dayMs = 86_400_000;

/** Checks a calendar that somebody wants. Hours that end before they start end the next day. */
export function setCalendar(wanted: PayloadOf<'StoreCalendarSet'>): Result<PayloadOf<'StoreCalendarSet'>, Problem> {
  if (!isTimeZone(wanted.timeZone)) return refuse('/timeZone', 'An IANA name, as in Asia/Shanghai.');
  for (const day of weekdays) {
    const spans = (wanted.hours[day] ?? []).map(minutesOf).sort((a, b) => a[0] - b[0]);
    const overlaps = spans.some(([opens], index) => index > 0 && opens < spans[index - 1]![1]);
    if (overlaps) return refuse(`/hours/${day}`, 'Hours of one day do not overlap.');
  }
  const wrong = (wanted.holidays ?? []).find((day) => !isDate(day));
  return wrong === undefined ? ok(wanted) : refuse('/holidays', `${wrong} is no date.`);
}

function refuse(path: string, message: string): Result<never, Problem> {
  return fail(problem('parameter-invalid', path, message));
}

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions() !== undefined;
  } catch {
    return false;
  }
}

function isDate(day: string): boolean {
  try {
    return Temporal.PlainDate.from(day).toString() === day;
  } catch {
    return false;
  }
}

/** `09:00-22:00` in minutes of its day; the end of `18:00-02:00` is in the next. */
function minutesOf(span: string): [opens: number, closes: number] {
  const [opens, closes] = span.split('-').map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return hour! * 60 + minute!;
  }) as [number, number];
  return [opens, closes > opens ? closes : closes + 24 * 60];
}

/**
 * What of the opening hours lies in or touches a span of time, ascending. Clock changes are those of the zone: hours that a
 * change skips begin after it, hours that it repeats last longer.
 */
export function openHours(calendar: StoreCalendar, fromMs: number, toMs: number): OpenHours[] {
  const found: OpenHours[] = [];
  const last = dateAt(toMs, calendar.timeZone);
  // Hours of the day before may reach into the first.
  let date = dateAt(fromMs, calendar.timeZone).subtract({ days: 1 });
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    if (calendar.holidays?.includes(date.toString())) continue;
    for (const span of calendar.hours[weekdays[date.dayOfWeek - 1]!] ?? []) {
      const [opens, closes] = minutesOf(span);
      const hours = [instantOf(date, opens, calendar.timeZone), instantOf(date, closes, calendar.timeZone)] as const;
      if (hours[0] < hours[1] && hours[1] > fromMs && hours[0] <= toMs) found.push(hours);
    }
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** The opening hours an instant is in. */
export function openAt(calendar: StoreCalendar, atMs: number): OpenHours | undefined {
  return openHours(calendar, atMs, atMs).find(([opened, closed]) => opened <= atMs && atMs < closed);
}

export function isOpen(calendar: StoreCalendar, atMs: number): boolean {
  return openAt(calendar, atMs) !== undefined;
}

/** The first closing after an instant; `undefined` when the store does not open within 17 days. */
export function nextClosing(calendar: StoreCalendar, atMs: number): number | undefined {
  const closings = openHours(calendar, atMs, atMs + horizonDays * dayMs).map(([, closed]) => closed);
  return closings.length > 0 ? Math.min(...closings) : undefined;
}

function dateAt(atMs: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();
}

function instantOf(date: Temporal.PlainDate, minutes: number, timeZone: string): number {
  const wall = date.add({ days: Math.floor(minutes / 1_440) });
  const plainTime = new Temporal.PlainTime(Math.floor((minutes % 1_440) / 60), minutes % 60);
  return wall.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}
