import fc from 'fast-check';
import {
  account,
  emptyJournal,
  maxEpochs,
  maxHoles,
  missing,
  place,
  record,
  type Journal,
} from './terminal-journal.js';

function recorded(sequences: readonly number[], epoch = 1): Journal {
  const journal = emptyJournal();
  for (const sequence of sequences) record(journal, epoch, sequence, `hash-${sequence}`);
  return journal;
}

const ranges = (journal: Journal, epoch = 1) => journal.epochs.find((known) => known.epoch === epoch)?.ranges;

it('keeps one range while events come in order', () => {
  const journal = emptyJournal();
  for (const sequence of [1, 2, 3]) expect(record(journal, 1, sequence)).toEqual([]);
  expect(ranges(journal)).toEqual([[1, 3]]);
  expect([place(journal, 1, 3), place(journal, 1, 4), place(journal, 2, 1)]).toEqual(['held', 'new', 'new']);
});

it('opens a gap when sequences are skipped, the first ones too', () => {
  const journal = emptyJournal();
  expect(record(journal, 1, 4)).toEqual([{ kind: 'opened', epoch: 1, from: 1, to: 3 }]);
  expect(record(journal, 1, 7)).toEqual([{ kind: 'opened', epoch: 1, from: 5, to: 6 }]);
  expect(missing(journal.epochs[0]!)).toEqual([[1, 3], [5, 6]]); // prettier-ignore
});

it('splits, shrinks and closes a gap as what was missing arrives', () => {
  const journal = recorded([1, 7]);
  expect(record(journal, 1, 4)).toEqual([{ kind: 'filled', epoch: 1, sequence: 4 }]);
  expect(ranges(journal)).toEqual([[1, 1], [4, 4], [7, 7]]); // prettier-ignore
  for (const sequence of [2, 6, 3, 5]) record(journal, 1, sequence);
  expect(ranges(journal)).toEqual([[1, 7]]);
});

it('keeps the hash of the highest sequence, whatever arrives later below it', () => {
  const journal = recorded([1, 5, 3]);
  expect(journal.epochs[0]!.headHash).toBe('hash-5');
});

it('holds exactly what was recorded, in any order and however often', () => {
  const sequences = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 120 });
  fc.assert(
    fc.property(sequences, (input) => {
      const journal = recorded(input);
      const held = new Set(input);
      for (let sequence = 1; sequence <= 61; sequence++) {
        expect(place(journal, 1, sequence)).toBe(held.has(sequence) ? 'held' : 'new');
      }
    }),
  );
});

it('tells every missing sequence as opened once and filled once', () => {
  const order = fc.shuffledSubarray(Array.from({ length: 40 }, (_, index) => index + 1));
  fc.assert(
    fc.property(order, (input) => {
      const open = new Set<number>();
      const journal = emptyJournal();
      for (const sequence of input) {
        for (const change of record(journal, 1, sequence)) {
          if (change.kind === 'filled') expect(open.delete(change.sequence)).toBe(true);
          else for (let at = change.from; at <= change.to; at++) open.add(at);
        }
      }
      const expected = missing(journal.epochs[0] ?? { epoch: 1, ranges: [] });
      expect([...open].sort((a, b) => a - b)).toEqual(expected.flatMap(([from, to]) => sequenceOf(from, to)));
    }),
  );
});

it('forgets the lowest hole past the limit: held then means look in the store', () => {
  const journal = recorded(Array.from({ length: maxHoles }, (_, index) => 2 * (index + 1)));
  expect(record(journal, 1, 2 * maxHoles + 2)).toEqual([
    { kind: 'opened', epoch: 1, from: 2 * maxHoles + 1, to: 2 * maxHoles + 1 },
    { kind: 'forgotten', epoch: 1, from: 1, to: 1 },
  ]);
  expect(missing(journal.epochs[0]!)).toHaveLength(maxHoles);
  expect(place(journal, 1, 1)).toBe('held');
  expect(place(journal, 1, 3)).toBe('new');
});

it('forgets the lowest epoch past the limit and never says new about it', () => {
  const journal = emptyJournal();
  for (let epoch = 1; epoch <= maxEpochs + 1; epoch++) record(journal, epoch, 1);
  expect(journal.epochs).toHaveLength(maxEpochs);
  expect([place(journal, 1, 1), place(journal, 1, 9), place(journal, 2, 9)]).toEqual(['held', 'held', 'new']);
  expect(record(journal, 1, 9)).toEqual([]);
});

it('keeps epochs apart and in order, however they arrive', () => {
  const journal = emptyJournal();
  for (const epoch of [3, 1, 2]) record(journal, epoch, 1);
  expect(journal.epochs.map((known) => known.epoch)).toEqual([1, 2, 3]);
});

it('no longer misses what was declared lost', () => {
  const journal = recorded([1, 5, 9]);
  account(journal, 1, 2, 4);
  expect(ranges(journal)).toEqual([[1, 5], [9, 9]]); // prettier-ignore
});

it('knows when the last event of each range happened', () => {
  const journal = emptyJournal();
  for (const sequence of [1, 2, 5, 7, 8]) record(journal, 1, sequence, undefined, sequence * 10);
  expect(ranges(journal)).toEqual([[1, 2, 20], [5, 5, 50], [7, 8, 80]]); // prettier-ignore
  record(journal, 1, 6, undefined, 60);
  account(journal, 1, 3, 3);
  expect(ranges(journal)).toEqual([[1, 3, 20], [5, 8, 80]]); // prettier-ignore
  account(journal, 1, 4, 4);
  expect(ranges(journal)).toEqual([[1, 8, 80]]);
});

function sequenceOf(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
