import { resultOf } from './result.ts';
import { table } from './table.ts';

const intake = { name: 'intake', unit: 'events/s', floor: 0.25, aim: 0.4 };
const latency = { name: 'alert-latency-p99', unit: 'ms', aimAtMost: 100 };

it('a result is the round whose ratio is in the middle, with its own value and reference', () => {
  const rounds = [
    { value: 10, reference: 100 },
    { value: 60, reference: 50 },
    { value: 24, reference: 80 },
  ];
  expect(resultOf(intake, rounds)).toEqual({ name: 'intake', value: 24, unit: 'events/s', reference: 80, ratio: 0.3 });
});

it('a latency has no ratio, and is the one in the middle', () => {
  const rounds = [80, 20, 40].map((value) => ({ value, reference: value / 10 }));
  expect(resultOf(latency, rounds)).toMatchObject({ value: 40, reference: 4, ratio: null });
});

it('a ratio just at the floor meets it, one below does not', () => {
  const at = resultOf(intake, [{ value: 25, reference: 100 }]);
  const below = resultOf(intake, [{ value: 24, reference: 100 }]);
  expect(table([{ figure: intake, result: at }])).toMatch(/yes$/);
  expect(table([{ figure: intake, result: below }])).toMatch(/NO$/);
});

it('the table lines up', () => {
  const lines = table([
    { figure: intake, result: resultOf(intake, [{ value: 32_100.4, reference: 107_000 }]) },
    { figure: latency, result: resultOf(latency, [{ value: 41.26, reference: 12 }]) },
  ]);
  expect(lines).toBe(
    [
      'name                value  unit      reference  ratio  floor    aim  floor met',
      'intake             32,100  events/s    107,000   0.30   0.25   0.40  yes',
      'alert-latency-p99    41.3  ms             12.0      -      -  < 100  -',
    ].join('\n'),
  );
});
