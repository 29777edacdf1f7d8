import type { StoredEvent } from '@tillwatch/event-store';
import { sha256Hex } from '@tillwatch/kernel';
import { Acknowledged } from './acknowledged.ts';
import { LogCheck } from './check-log.ts';

const stored = (position: number, sequence = position): StoredEvent => {
  const id = `id-${sequence}`;
  const header = JSON.stringify({ id, epoch: 1, sequence: `${sequence}`, datahash: sha256Hex('{}') });
  const type = 'tillwatch.Heartbeat.v1';
  return {
    position,
    stream: 'terminal-t',
    revision: position - 1,
    id,
    identity: `1/${sequence}`,
    type,
    header,
    data: '{}',
  };
};
const sent = (sequence: number) => ({
  id: `id-${sequence}`,
  source: '/terminals/t',
  epoch: 1,
  sequence: `${sequence}`,
});

function acknowledged(...sequences: number[]): Acknowledged {
  const told = new Acknowledged();
  const results = sequences.map((sequence) => ({ id: `id-${sequence}`, status: 'stored', position: sequence }));
  told.record(sequences.map(sent), { results });
  return told;
}

function check(events: StoredEvent[], told = acknowledged(1, 2, 3)): string[] {
  const log = new LogCheck();
  log.take(events);
  return [...told.violations, ...log.finish(told.receipts)];
}

it('finds nothing in a log that holds each acknowledged event once', () => {
  expect(check([stored(1), stored(2), stored(3)])).toEqual([]);
});

it.each<[string, StoredEvent[], string]>([
  ['a lost event', [stored(1), stored(2)], 'is missing'],
  ['a doubled event', [stored(1), stored(2), stored(3), stored(4, 3)], 'twice'],
  ['a hole in positions', [stored(1), stored(2), { ...stored(4, 3), revision: 2 }], 'comes after position 2'],
  ['a hole in revisions', [stored(1), stored(2), { ...stored(3), revision: 3 }], 'revision 3 after 1'],
  ['another position than the one told', [stored(1), stored(2, 3), stored(3, 2)], 'acknowledged as'],
  ['an event nobody was told of', [stored(1), stored(2), stored(3), stored(4)], 'nobody was told'],
  ['data that is not the data of its header', [stored(1), stored(2), { ...stored(3), data: '{"x":1}' }], 'not whole'],
  ['a second alert', [stored(1), stored(2), stored(3), secondAlert()], 'AlertRaised'],
])('notices %s', (_, events, words) => {
  expect(check(events).join('\n')).toContain(words);
});

it('notices an answer that refuses, or that changes its mind', () => {
  const told = acknowledged(1);
  told.record([sent(1)], { results: [{ id: 'id-1', status: 'duplicate', position: 7 }] });
  told.record([sent(2)], { results: [{ id: 'id-2', status: 'rejected' }] });
  expect(told.violations).toHaveLength(2);
  expect(told.duplicates).toBe(1);
});

function secondAlert(): StoredEvent {
  const header = JSON.stringify({ id: 'a', datahash: sha256Hex('{}') });
  const type = 'tillwatch.AlertRaised.v1';
  return { position: 4, stream: 'alert-1', revision: 1, id: 'a', identity: 'a', type, header, data: '{}' };
}
