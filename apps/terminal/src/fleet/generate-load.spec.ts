import { sha256Hex, canonicalJson } from '@tillwatch/kernel';
import type { TerminalEvent } from '../journal/terminal-event.js';
import { generateLoad, type LoadBatch } from './generate-load.js';

async function take(count: number): Promise<LoadBatch[]> {
  const batches: LoadBatch[] = [];
  const load = generateLoad({ terminals: 3, seed: 5, start: Date.parse('2026-03-01T00:00:00Z'), batchSize: 40 });
  while (batches.length < count) batches.push((await load.next()).value);
  return batches;
}

it('takes terminals in turn and goes on with each one’s journal', async () => {
  const batches = await take(6);
  expect(batches.map(({ terminalId }) => terminalId)).toEqual([
    'load-5-1',
    'load-5-2',
    'load-5-3',
    'load-5-1',
    'load-5-2',
    'load-5-3',
  ]);
  const events = [batches[0]!, batches[3]!].flatMap(({ body }) => JSON.parse(body.toString()) as TerminalEvent[]);
  expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
  for (const [index, { prevhash }] of events.entries()) {
    expect(prevhash).toBe(index === 0 ? undefined : sha256Hex(canonicalJson(events[index - 1])));
  }
  expect([...batches[0]!.ids, ...batches[3]!.ids]).toEqual(events.map(({ id }) => id));
});

it('is the same load for the same seed', async () => {
  expect(await take(4)).toEqual(await take(4));
});
