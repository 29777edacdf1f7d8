import { coalesced } from './coalesced.js';

it('asks together what is asked while an answer is under way', async () => {
  const asked: number[][] = [];
  const double = coalesced(async (questions: number[]) => {
    asked.push(questions);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return questions.map((n) => n * 2);
  });
  const first = [1, 2, 3].map(double);
  await new Promise((resolve) => setTimeout(resolve, 1));
  const second = [4, 5].map(double);
  expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8, 10]);
  expect(asked).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(await double(6)).toBe(12);
});

it('fails all who asked together, and nobody after them', async () => {
  let fail = true;
  const ask = coalesced(async (questions: number[]) => {
    if (fail) throw new Error('away');
    return questions;
  });
  expect(await Promise.allSettled([ask(1), ask(2)])).toMatchObject(Array(2).fill({ status: 'rejected' }));
  fail = false;
  expect(await ask(3)).toBe(3);
});
