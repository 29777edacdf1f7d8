import fc from 'fast-check';
import { isInstant, isInstantOrDay } from './instant.js';

it.each([
  '2026-03-02T09:00:00Z',
  '2026-03-02t09:00:00.1z',
  '2026-03-02T09:00:00.123456789+08:00',
  '0001-01-01T00:00:00-23:59',
  '9999-12-31T23:59:59Z',
  '2024-02-29T00:00:00Z',
  '2000-02-29T00:00:00Z',
])('%s is an instant', (text) => expect(isInstant(text)).toBe(true));

it.each([
  '2026-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '2026-03-02T24:00:00Z',
  '2026-03-02T23:60:00Z',
  '2026-06-30T23:59:60Z',
  '2026-03-02T09:00:00',
  '2026-03-02T09:00:00+24:00',
  '2026-03-02T09:00:00+0800',
  '2026-03-02 09:00:00Z',
  '2026-03-02T09:00:00.Z',
  '2026-03-02T09:00:00.1234567890Z',
  '+02026-03-02T09:00:00Z',
  '2026-03-02T09:00:00Z\n',
  '2026-03-02',
  '',
  20260302,
  null,
])('%j is no instant', (value) => expect(isInstant(value)).toBe(false));

it('knows which dates exist: as many as the calendar of the language', () => {
  const part = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), part(14), part(33), (year, month, day) => {
      const date = `${String(year).padStart(4, '0')}-${month}-${day}`;
      const time = Date.parse(`${date}T00:00:00Z`);
      const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
      expect(isInstant(`${date}T00:00:00Z`)).toBe(exists);
      expect(isInstantOrDay(date)).toBe(exists);
    }),
    { numRuns: 2_000 },
  );
});
