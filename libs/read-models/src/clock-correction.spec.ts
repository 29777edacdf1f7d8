import fc from 'fast-check';
import { learn, offsetAt, type ClockReading, type TerminalClock } from './clock-correction.js';
import type { Place } from './read-model.js';

const hourMs = 3_600_000;

function reading(sequence: number, offsetMs: number, hours = sequence): ClockReading {
  return { place: [1, sequence], offsetMs, at: hours * hourMs };
}

it('takes the latest reading at or before a place, and none as zero', () => {
  const clock: TerminalClock = [];
  learn(clock, reading(5, 100));
  learn(clock, reading(9, 200));
  const at = (sequence: number) => offsetAt(clock, [1, sequence]);
  expect([at(4), at(5), at(8), at(9), at(99)]).toEqual([0, 100, 100, 200, 200]);
  expect(offsetAt(clock, [2, 1])).toBe(200);
});

it('tells which places a late reading gives another offset', () => {
  const clock: TerminalClock = [];
  expect(learn(clock, reading(9, 200))).toEqual({ from: [1, 9], offsetMs: 200 });
  expect(learn(clock, reading(5, 100))).toEqual({ from: [1, 5], to: [1, 9], offsetMs: 100 });
  expect(learn(clock, reading(7, 100))).toBeUndefined();
});

it('forgets readings over three days old but keeps the one that still holds', () => {
  const clock: TerminalClock = [];
  for (const hours of [0, 10, 90]) learn(clock, reading(hours + 1, hours, hours));
  expect(clock.map(({ offsetMs }) => offsetMs)).toEqual([10, 90]);
  expect(learn(clock, reading(2, 7, 1))).toBeUndefined();
  expect(clock.map(({ offsetMs }) => offsetMs)).toEqual([10, 90]);
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
          const clock: TerminalClock = [];
          const applied = new Map<number, number>();
          for (const { sequence, offsetMs } of given) {
            const change = learn(clock, reading(sequence, offsetMs));
            for (let at = 1; change && at <= 31; at++) if (lies([1, at], change)) applied.set(at, change.offsetMs);
          }
          const known = Array.from({ length: 31 }, (_, index) => offsetAt(clock, [1, index + 1]));
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
