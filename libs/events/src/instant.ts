const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^\d{4}-\d{2}-\d{2}[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * RFC 3339 with a zone and a date that exists, years 0001 to 9999, at most nine digits of a second.
 * Second 60 is refused: JavaScript and PostgreSQL cannot hold it, and a till's clock has no leap seconds to tell of.
 */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value) && dateExists(value);
}

/** A full-date of RFC 3339, or an instant. */
export function isInstantOrDay(value: unknown): value is string {
  return isInstant(value) || (typeof value === 'string' && DAY.test(value) && dateExists(value));
}

/** For a text that starts with `YYYY-MM-DD`, all digits. */
function dateExists(text: string): boolean {
  const year = digits(text, 0) * 100 + digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
