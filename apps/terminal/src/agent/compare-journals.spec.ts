import fc from 'fast-check';
import type { HeldJournal } from '../sending/platform.js';
import { compareJournals, type OwnJournal } from './compare-journals.js';

const epoch = 7;

/** Both sides share `common` events of one epoch, then go on apart; the platform has no hash of those in `masked`. */
interface Pair {
  common: number;
  ours: number;
  theirs: number;
  masked: ReadonlySet<number>;
}

const hash = (pair: Pair, side: string, sequence: number): string =>
  sequence <= pair.common ? `common-${sequence}` : `${side}-${sequence}`;

function own(pair: Pair, more: Partial<OwnJournal> = {}): OwnJournal {
  return {
    current: { epoch, sequence: pair.ours, reason: 'rolled-back' },
    unsent: [],
    hashAt: async ({ sequence }) => (sequence <= pair.ours ? hash(pair, 'ours', sequence) : undefined),
    ...more,
  };
}

function platform(pair: Pair): { ask: (place: { sequence: number }) => Promise<HeldJournal>; asked: () => number } {
  let asked = 0;
  const ask = async ({ sequence }: { sequence: number }): Promise<HeldJournal> => {
    asked++;
    let at = Math.min(sequence, pair.theirs);
    while (at > 0 && pair.masked.has(at)) at--;
    return {
      ...(pair.theirs > 0 && { head: { epoch, sequence: pair.theirs } }),
      ...(at > 0 && { at: { epoch, sequence: at, hash: hash(pair, 'theirs', at) } }),
    };
  };
  return { ask, asked: () => asked };
}

it('finds the last common event of any two journals, in as many questions as halving takes', async () => {
  const pairs = fc
    .record({
      common: fc.nat(300),
      more: fc.nat(300),
      theirMore: fc.nat(300),
      masked: fc.array(fc.integer({ min: 1, max: 600 })),
    })
    .map(({ common, more, theirMore, masked }) => ({
      common,
      ours: common + more,
      theirs: common + theirMore,
      masked: new Set(masked),
    }));
  const property = fc.asyncProperty(pairs, async (pair) => {
    fc.pre(pair.ours > 0);
    const { ask, asked } = platform(pair);
    const verdict = await compareJournals(own(pair), ask);
    const known = (from: number, to: number): number[] =>
      Array.from({ length: Math.max(0, to - from) }, (_, i) => to - i).filter(
        (one) => one <= pair.theirs && !pair.masked.has(one),
      );
    const differs = known(pair.common, Math.min(pair.ours, pair.theirs)).length > 0 || pair.theirs > pair.ours;
    expect(verdict.kind).toBe(differs ? 'differs' : 'agrees');
    if (verdict.kind === 'differs') {
      expect(verdict.common?.sequence).toBe(known(0, Math.min(pair.common, pair.ours))[0]);
      expect(verdict.above).toBe(epoch);
    }
    expect(asked()).toBeLessThanOrEqual(12);
  });
  await fc.assert(property, { numRuns: 500 });
});

it('calls it a fork when what was delivered is no longer what the platform holds', async () => {
  const pair = { common: 5, ours: 9, theirs: 9, masked: new Set<number>() };
  const { ask } = platform(pair);
  const forked = await compareJournals(own(pair, { delivered: { epoch, sequence: 7 } }), ask);
  expect(forked).toMatchObject({
    reason: 'forked',
    common: { epoch, sequence: 5 },
    previous: { sequence: 5, head: 'common-5' },
  });
  const rolledBack = await compareJournals(own(pair, { delivered: { epoch, sequence: 5 } }), ask);
  expect(rolledBack).toMatchObject({ reason: 'rolled-back' });
});

it('notices a platform that lost what it had taken', async () => {
  const pair = { common: 9, ours: 9, theirs: 4, masked: new Set<number>() };
  const delivered = { epoch, sequence: 9 };
  expect(await compareJournals(own(pair, { delivered }), platform(pair).ask)).toEqual({
    kind: 'behind',
    held: { epoch, sequence: 4 },
  });
  expect(await compareJournals(own(pair, { delivered }), async () => ({}))).toEqual({ kind: 'behind' });
  expect(await compareJournals(own(pair), async () => ({}))).toEqual({ kind: 'agrees' });
});

it('takes a journal that begins anew for lost when the platform knows another of this terminal', async () => {
  const head = { epoch: 3, sequence: 50, hash: 'theirs-50' };
  const first = own(
    { common: 0, ours: 4, theirs: 0, masked: new Set() },
    { current: { epoch, sequence: 4, reason: 'first' } },
  );
  expect(await compareJournals(first, async () => ({ head }))).toEqual({
    kind: 'differs',
    reason: 'restart-lost',
    previous: { epoch: 3, sequence: 50, head: 'theirs-50' },
    above: 3,
  });
});

it('begins a higher epoch when the platform knows a later one than this journal', async () => {
  const pair = { common: 9, ours: 9, theirs: 9, masked: new Set<number>() };
  const verdict = await compareJournals(own(pair), async (place) => ({
    ...(await platform(pair).ask(place)),
    head: { epoch: 20, sequence: 1 },
  }));
  expect(verdict).toMatchObject({ kind: 'differs', reason: 'rolled-back', common: { sequence: 9 }, above: 20 });
});

it('knows a restored copy by what it shares with the platform, also in the first epoch of all', async () => {
  const pair = { common: 5, ours: 9, theirs: 7, masked: new Set<number>() };
  const head = { epoch: 20, sequence: 3 };
  const first = own(pair, { current: { epoch, sequence: 9, reason: 'first' } });
  const verdict = await compareJournals(first, async (place) => ({ ...(await platform(pair).ask(place)), head }));
  expect(verdict).toMatchObject({ kind: 'differs', reason: 'rolled-back', common: { sequence: 5 }, above: 20 });
});
