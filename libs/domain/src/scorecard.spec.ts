import { judge } from './scorecard.js';

const resolved = (right: number, benign: number, wrong: number) => ({
  'true-positive': right,
  benign,
  'false-positive': wrong,
  duplicate: 90,
  test: 90,
});

it.each([
  [0, 0, 0, undefined, 'too-few'],
  [4, 0, 0, 1, 'too-few'],
  [4, 1, 0, 0.8, 'keep'],
  [79, 1, 20, 0.79, 'tune'],
  [1, 4, 5, 0.1, 'tune'],
  [9, 41, 50, 0.09, 'retire'],
  [0, 5, 0, 0, 'retire'],
])('%d right, %d benign and %d wrong: %s, %s', (right, benign, wrong, precision, verdict) => {
  const judgement = judge(resolved(right, benign, wrong));
  expect(judgement).toMatchObject({ sample: right + benign + wrong, verdict });
  expect(judgement.precision).toBe(precision);
});
