import { durationParts } from './duration.js';
import { exactUtc, localClock, localTime, zoneName } from './time.js';

describe('times on the screen', () => {
  it.each([
    ['2026-11-23T08:18:59.120Z', 'Asia/Shanghai', '2026-11-23 16:18:59'],
    ['2026-11-23T20:00:00+08:00', 'UTC', '2026-11-23 12:00:00'],
    ['2026-03-08T09:59:59Z', 'America/Los_Angeles', '2026-03-08 01:59:59'],
    ['2026-03-08T10:00:00Z', 'America/Los_Angeles', '2026-03-08 03:00:00'],
    ['2026-12-31T16:00:00Z', 'Asia/Shanghai', '2027-01-01 00:00:00'],
    ['not a time', 'UTC', '—'],
  ])('%s in %s reads %s', (iso, zone, text) => {
    expect(localTime(iso, zone)).toBe(text);
  });

  it('keep the exact instant in UTC with milliseconds', () => {
    expect(exactUtc('2026-11-23T16:18:59.12+08:00')).toBe('2026-11-23T08:18:59.120Z');
    expect(exactUtc('')).toBe('—');
  });

  it('name midnight 00:00, never 24:00', () => {
    expect(localClock(Date.parse('2026-11-23T16:00:00Z'), 'Asia/Shanghai')).toBe('00:00');
  });

  it('name the zone with its offset at that instant', () => {
    expect(zoneName(Date.parse('2026-11-23T00:00:00Z'), 'Asia/Shanghai')).toBe('Asia/Shanghai (UTC+08:00)');
    expect(zoneName(Date.parse('2026-11-23T00:00:00Z'), 'UTC')).toBe('UTC (UTC+00:00)');
  });
});

describe('durations', () => {
  it.each([
    [172_980_000, [{ count: 2, unit: 'day' }]],
    [
      176_400_000,
      [
        { count: 2, unit: 'day' },
        { count: 1, unit: 'hour' },
      ],
    ],
    [
      365_000,
      [
        { count: 6, unit: 'minute' },
        { count: 5, unit: 'second' },
      ],
    ],
    [1_000, [{ count: 1, unit: 'second' }]],
    [42, [{ count: 42, unit: 'millisecond' }]],
    [-5, [{ count: 0, unit: 'millisecond' }]],
  ])('%d ms keep their two largest units', (durationMs, parts) => {
    expect(durationParts(durationMs)).toEqual(parts);
  });
});
