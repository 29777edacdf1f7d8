import type { IntakeResult } from '@tillwatch/api';
import { addAnswer, allStored, emptyTally } from './tally.js';

const answer = (...results: IntakeResult[]) => ({ accepted: 0, duplicates: 0, conflicts: 0, rejected: 0, results });

it('counts what the results say, whatever the totals beside them', () => {
  const tally = emptyTally();
  addAnswer(tally, ['a', 'b'], answer({ id: 'a', status: 'stored' }, { id: 'b', status: 'duplicate' }));
  expect(tally).toMatchObject({ batches: 1, events: 2, stored: 1, duplicates: 1 });
  expect(allStored(tally)).toBe(true);
  addAnswer(tally, ['c'], answer({ id: 'c', status: 'conflict' }));
  expect(tally.problems).toEqual([{ id: 'c', status: 'conflict' }]);
  expect(allStored(tally)).toBe(false);
});

it('takes nothing for stored when the answer tells of fewer or other events', () => {
  expect(() => addAnswer(emptyTally(), ['a', 'b'], answer({ id: 'a', status: 'stored' }))).toThrow('other events');
  expect(() => addAnswer(emptyTally(), ['a'], answer({ id: 'x', status: 'stored' }))).toThrow('other events');
});
