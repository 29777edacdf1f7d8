import { addMonths, trainingExpiry } from './training.js';

const now = Date.parse('2026-03-02T00:00:00Z');
const expiry = (completedAt: string, expiresAt?: string) => {
  const result = trainingExpiry({ completedAt, ...(expiresAt && { expiresAt }) }, now);
  return result.ok ? result.value : result.error.path;
};

it.each([
  ['2026-03-02T00:00:00Z', undefined, '2027-03-02T00:00:00.000Z'],
  ['2024-02-29T08:00:00+08:00', undefined, '2025-02-28T00:00:00.000Z'],
  ['2026-03-01T00:00:00Z', '2026-09-01T00:00:00Z', '2026-09-01T00:00:00Z'],
  ['2026-03-02T00:00:01Z', undefined, '/completedAt'],
  ['2026-03-01T00:00:00Z', '2027-03-01T00:00:01Z', '/expiresAt'],
  ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', '/expiresAt'],
])('a training of %s that is to hold until %s holds until %s', (completedAt, expiresAt, holds) => {
  expect(expiry(completedAt, expiresAt)).toBe(holds);
});

it('counts months by the calendar', () => {
  const months = (from: string, count: number) => new Date(addMonths(Date.parse(from), count)).toISOString();
  expect(months('2026-01-31T10:00:00Z', 1)).toBe('2026-02-28T10:00:00.000Z');
  expect(months('2026-11-15T10:00:00Z', 3)).toBe('2027-02-15T10:00:00.000Z');
});
