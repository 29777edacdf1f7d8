const DAY = /^(?!0000)(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DAY_LENGTH = 10;

/**
 * RFC 3339 with a zone and a date that exists, years 0001 to 9999, at most nine digits of a second.
 * Second 60 is refused: JavaScript and PostgreSQL cannot hold it, and a till's clock has no leap seconds to tell of.
 */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && isDay(value.slice(0, DAY_LENGTH)) && TIME.test(value.slice(DAY_LENGTH));
}

/** A full-date of RFC 3339, or an instant. */
export function isInstantOrDay(value: unknown): value is string {
  return isInstant(value) || (typeof value === 'string' && isDay(value));
}

function isDay(text: string): boolean {
  const parts = DAY.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
