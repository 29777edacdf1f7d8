export type DurationUnit = 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

const unitMs: [DurationUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** The two largest units that are not nothing, rounded down: 49 h 3 min is `2 day, 1 hour`; under a second, milliseconds. */
export function durationParts(durationMs: number): { count: number; unit: DurationUnit }[] {
  const first = unitMs.findIndex(([, size]) => durationMs >= size);
  const largest = unitMs[first];
  if (!largest) return [{ count: Math.max(0, Math.round(durationMs)), unit: 'millisecond' }];
  const parts = [{ count: Math.floor(durationMs / largest[1]), unit: largest[0] }];
  const second = unitMs[first + 1];
  const rest = second ? Math.floor((durationMs % largest[1]) / second[1]) : 0;
  if (second && rest > 0) parts.push({ count: rest, unit: second[0] });
  return parts;
}
