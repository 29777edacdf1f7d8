import { livePayload, type LiveChanges } from './live-changes.js';
import type { Change } from './read-model.js';

const parsed = (changes: Change[]) => JSON.parse(livePayload(7, changes)) as LiveChanges;

it('names what changed, by kind', () => {
  const changes: Change[] = [
    { kind: 'operator', id: 'o-1' },
    { kind: 'alert', id: 'a-1' },
  ];
  expect(parsed(changes)).toEqual({
    position: 7,
    alerts: ['a-1'],
    operators: ['o-1'],
    terminals: [],
    counters: [],
    more: false,
  });
});

it('stays below what PostgreSQL takes, alerts first, and says that there was more', () => {
  const operators = Array.from({ length: 900 }, (_, index): Change => ({ kind: 'operator', id: `店员-${index}` }));
  const changes: Change[] = [...operators, { kind: 'alert', id: 'a-1' }];
  expect(Buffer.byteLength(livePayload(7, changes))).toBeLessThan(7_600);
  expect(parsed(changes)).toMatchObject({ alerts: ['a-1'], more: true });
  expect(parsed(changes).operators.length).toBeGreaterThan(300);
});

it('has every list read again when rows look different that nothing happened to', () => {
  const changes: Change[] = [
    { kind: 'lists', id: 'silences' },
    { kind: 'alert', id: 'a-1' },
  ];
  expect(parsed(changes)).toMatchObject({ alerts: ['a-1'], more: true });
});
