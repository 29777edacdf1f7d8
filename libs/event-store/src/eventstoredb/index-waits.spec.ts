import { Doorbell } from '../subscription.js';
import { IndexWaits } from './index-waits.js';
import type { IndexRow, LogIndex, RevisionRange } from './log-index.js';

const row = (revision: number): IndexRow => ({
  position: 10 + revision,
  stream: 'a',
  revision,
  identity: `1/${revision}`,
  at: { commit: 1n, prepare: 1n },
});

const rows = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => row(first + i));

/** An index that holds revisions of `a` up to `last`, and counts how often it is asked. */
function indexUpTo(last: number) {
  const index = { last, asked: 0 };
  const ranges = async (wanted: readonly RevisionRange[]) => {
    index.asked++;
    return wanted.map((range) => (range.last <= index.last ? rows(range.first, range.last) : undefined));
  };
  return { index, log: { ranges } as unknown as LogIndex };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

it('asks once for all who begin to wait together', async () => {
  const { index, log } = indexUpTo(9);
  const waits = new IndexWaits(log, new Doorbell(), 1_000);
  const waiting = [0, 3, 6].map((first) => waits.rows({ stream: 'a', first, last: first + 2 }));
  expect((await Promise.all(waiting)).map((found) => found[0]!.position)).toEqual([10, 13, 16]);
  expect(index.asked).toBe(1);
});

it('needs not ask for what the indexer of the same process tells', async () => {
  const { index, log } = indexUpTo(-1);
  const waits = new IndexWaits(log, new Doorbell(), 10_000);
  const waiting = waits.rows({ stream: 'a', first: 2, last: 4 });
  await turn();
  const { asked } = index;
  waits.tell(rows(0, 3));
  waits.tell([...rows(4, 6), { ...row(4), stream: 'b' }]);
  expect(await waiting).toEqual(rows(2, 4));
  expect(index.asked).toBe(asked);
});

it('asks when it was told a part only, or the same twice', async () => {
  const { index, log } = indexUpTo(-1);
  const doorbell = new Doorbell();
  const waits = new IndexWaits(log, doorbell, 10_000);
  const waiting = waits.rows({ stream: 'a', first: 0, last: 2 });
  await turn();
  waits.tell(rows(1, 2));
  waits.tell(rows(2, 2));
  index.last = 2;
  doorbell.ring();
  expect(await waiting).toEqual(rows(0, 2));
});

it('gives up when its time is over, and fails when the database does', async () => {
  const waits = new IndexWaits(indexUpTo(-1).log, new Doorbell(), 20);
  await expect(waits.rows({ stream: 'a', first: 0, last: 0 })).rejects.toMatchObject({
    problem: { code: 'unavailable' },
    retryAfter: 1,
  });
  const ranges = () => Promise.reject(new Error('away'));
  const broken = new IndexWaits({ ranges } as unknown as LogIndex, new Doorbell(), 20);
  await expect(broken.rows({ stream: 'a', first: 0, last: 0 })).rejects.toThrow('away');
});
