import { LiveRing, type LiveBatch } from './live-ring.js';

const batch = (position: number, messages = 1): LiveBatch => ({
  position,
  messages,
  frames: { clear: Buffer.from(`${position}`), masked: Buffer.from(`${position}`) },
});
const positions = (batches: LiveBatch[] | undefined): number[] | undefined => batches?.map(({ position }) => position);

it('gives everything after a position, nothing to who is up to date', () => {
  const ring = new LiveRing(10, 5);
  for (const position of [12, 15, 16]) ring.push(batch(position));
  expect(positions(ring.since(10))).toEqual([12, 15, 16]);
  expect(positions(ring.since(13))).toEqual([15, 16]);
  expect(positions(ring.since(16))).toEqual([]);
});

it('says so when something is gone, by its limit counted in messages', () => {
  const ring = new LiveRing(10, 5);
  ring.push(batch(11, 3));
  ring.push(batch(12, 2));
  expect(positions(ring.since(10))).toEqual([11, 12]);
  ring.push(batch(13, 1));
  expect(ring.since(10)).toBeUndefined();
  expect(positions(ring.since(11))).toEqual([12, 13]);
});

it('knows nothing from before it started, after a restart, or from a future it has not seen', () => {
  const ring = new LiveRing(10, 5);
  expect(ring.since(9)).toBeUndefined();
  expect(ring.since(11)).toBeUndefined();
  ring.push(batch(11));
  ring.restart(20);
  expect(ring.since(11)).toBeUndefined();
  expect(positions(ring.since(20))).toEqual([]);
});
