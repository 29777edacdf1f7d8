const minuteMs = 60_000;

/** RFC 3339 with zone, to the millisecond. `at`: ms since 1970; `zoneMinutes` east of UTC, default this machine's then. */
export function rfc3339(at: number, zoneMinutes = -new Date(at).getTimezoneOffset()): string {
  const text = new Date(at + zoneMinutes * minuteMs).toISOString();
  if (zoneMinutes === 0) return text;
  const [hours, minutes] = [Math.abs(zoneMinutes) / 60, Math.abs(zoneMinutes) % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  return text.replace('Z', `${zoneMinutes < 0 ? '-' : '+'}${hours}:${minutes}`);
}
