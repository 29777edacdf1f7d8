import { inhibitorOf } from './inhibition.js';

const storm = { id: 'b', rule: 'R8', storeId: 's-1' };

it.each([
  ['a guess in the store of the storm', { rule: 'R1', storeId: 's-1' }, 'b'],
  ['a guess in another store', { rule: 'R1', storeId: 's-2' }, undefined],
  ['a guess nobody knows the store of', { rule: 'R1' }, undefined],
  ['what no storm explains', { rule: 'R4', storeId: 's-1' }, undefined],
  ['the storm itself', { rule: 'R8', storeId: 's-1' }, undefined],
])('holds back %s: %j by %s', (_, alert, by) => {
  expect(inhibitorOf(alert, [storm])).toBe(by);
});

it('names the same of several storms, whatever their order', () => {
  const storms = [storm, { ...storm, id: 'a' }, { ...storm, id: 'c' }];
  expect(inhibitorOf({ rule: 'R7', storeId: 's-1' }, storms)).toBe('a');
  expect(inhibitorOf({ rule: 'R7', storeId: 's-1' }, storms.toReversed())).toBe('a');
  expect(inhibitorOf({ rule: 'R7', storeId: 's-1' }, [{ ...storm, rule: 'R9' }])).toBeUndefined();
});
