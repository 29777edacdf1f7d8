import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import { batchBody, openJournal } from './journal.js';

const time = '2026-03-01T09:00:00.000+08:00';
const open = () =>
  openJournal({ terminalId: 'till-1', storeId: 'store-1', epoch: 7, idOf: (sequence) => `id-${sequence}` });

it('counts from 1 and chains each event to the hash of the one before', () => {
  const append = open();
  const entries = ['TerminalStarted', 'Heartbeat', 'TerminalStopped'].map((name) => append({ name, time, data: {} }));
  expect(entries.map(({ event }) => event.sequence)).toEqual(['1', '2', '3']);
  expect(entries[0]!.event).not.toHaveProperty('prevhash');
  expect(entries[1]!.event.prevhash).toBe(sha256Hex(canonicalJson(entries[0]!.event)));
  expect(entries[2]!.event.prevhash).toBe(sha256Hex(canonicalJson(entries[1]!.event)));
});

it('names source, type, epoch and store as the contract does, and leaves out a subject that nobody typed', () => {
  const { event } = open()({ name: 'LoginFailed', time, operatorId: '', data: { reason: 'unknown-operator' } });
  expect(event).toEqual({
    specversion: '1.0',
    id: 'id-1',
    source: '/terminals/till-1',
    type: 'tillwatch.LoginFailed.v1',
    time,
    sequence: '1',
    epoch: 7,
    storeid: 'store-1',
    data: { reason: 'unknown-operator' },
  });
});

it('sends the very bytes that are hashed', () => {
  const append = open();
  const [first, second] = [
    append({ name: 'Heartbeat', time, data: { queued: 0 } }),
    append({ name: 'Heartbeat', time, data: {} }),
  ];
  const sent = JSON.parse(batchBody([first.text, second.text]).toString()) as unknown[];
  expect(sent).toEqual([first.event, second.event]);
  expect(sha256Hex(first.text)).toBe(second.event.prevhash);
});
