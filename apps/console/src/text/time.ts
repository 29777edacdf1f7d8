/** Shown for a time that cannot be read. */
const unreadable = '—';

/**
 * `2026-11-23 16:18:59` in the viewer's zone: the same digits in both languages, and it sorts as it reads.
 * `zone` is an IANA name; absent, the browser's own.
 */
export function localTime(iso: string, zone?: string): string {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return unreadable;
  const part = partsOf(instant, zone);
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

/** `2026-11-23T08:18:59.120Z`: exact, for tooltips. */
export function exactUtc(iso: string): string {
  const instant = Date.parse(iso);
  return Number.isNaN(instant) ? unreadable : new Date(instant).toISOString();
}

/** `16:18` in the viewer's zone. */
export function localClock(instant: number, zone?: string): string {
  const part = partsOf(instant, zone);
  return `${part('hour')}:${part('minute')}`;
}

/** `Asia/Shanghai (UTC+08:00)`. */
export function zoneName(instant: number, zone?: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return `${format.resolvedOptions().timeZone} (${offset === 'GMT' ? 'UTC+00:00' : offset.replace('GMT', 'UTC')})`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(instant: number, zone: string | undefined): (type: Intl.DateTimeFormatPartTypes) => string {
  const format = formats.get(zone ?? '') ?? formatFor(zone);
  const parts = format.formatToParts(instant);
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

/** Formats are costly to make and there is one per zone, which is one per page. */
function formatFor(zone: string | undefined): Intl.DateTimeFormat {
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
  formats.set(zone ?? '', format);
  return format;
}
