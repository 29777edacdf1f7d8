import fc from 'fast-check';
import { type ClockReading, maxReadings, TerminalClock } from './clock-correction.js';
import type { Place } from './read-model.js';

function reading(sequence: number, offsetMs: number): ClockReading {
  return { place: [1, sequence], offsetMs };
}

it('takes the latest reading at or before a place, and none as zero', () => {
  const clock = new TerminalClock();
  clock.learn(reading(5, 100));
  clock.learn(reading(9, 200));
  const at = (sequence: number) => clock.offsetAt([1, sequence]);
  expect([at(4), at(5), at(8), at(9), at(99)]).toEqual([0, 100, 100, 200, 200]);
  expect(clock.offsetAt([2, 1])).toBe(200);
});

it('tells which places a late reading gives another offset', () => {
  const clock = new TerminalClock();
  expect(clock.learn(reading(9, 200))).toEqual({ from: [1, 9], offsetMs: 200 });
  expect(clock.learn(reading(5, 100))).toEqual({ from: [1, 5], to: [1, 9], offsetMs: 100 });
  expect(clock.learn(reading(7, 100))).toBeUndefined();
});

it('keeps the latest thousand readings; one from before them tells nothing any more', () => {
  const clock = new TerminalClock();
  for (let sequence = 2; sequence <= maxReadings + 2; sequence++) clock.learn(reading(sequence, sequence));
  expect([clock.offsetAt([1, 2]), clock.offsetAt([1, 3])]).toEqual([0, 3]);
  expect(clock.learn(reading(1, 7))).toBeUndefined();
  expect(clock.offsetAt([1, 2])).toBe(0);
});

it('knows the same offsets in whatever order readings come, and its changes say how they came to be', () => {
  const readings = fc.array(
    fc.record({ sequence: fc.integer({ min: 1, max: 30 }), offsetMs: fc.integer({ min: -3, max: 3 }) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(
      readings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([inOrder, shuffled]) => {
        const offsets = (given: typeof inOrder) => {
          const clock = new TerminalClock();
          const applied = new Map<number, number>();
          for (const { sequence, offsetMs } of given) {
            const change = clock.learn(reading(sequence, offsetMs));
            for (let at = 1; change && at <= 31; at++) if (lies([1, at], change)) applied.set(at, change.offsetMs);
          }
          const known = Array.from({ length: 31 }, (_, index) => clock.offsetAt([1, index + 1]));
          expect(known.map((_, index) => applied.get(index + 1) ?? 0)).toEqual(known);
          return known;
        };
        expect(offsets(shuffled)).toEqual(offsets(inOrder));
      },
    ),
  );
});

function lies([, sequence]: Place, { from, to }: { from: Place; to?: Place }): boolean {
  return sequence >= from[1] && (!to || sequence < to[1]);
}
