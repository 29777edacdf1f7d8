import type { LiveMessage, OperatorView } from '@tillwatch/api';
import { createChangeBuffer, maxWaiting, readLiveMessage } from './change-buffer.js';

const operator = (id: string, position: number): LiveMessage => ({
  kind: 'operator',
  change: { id, position } as OperatorView,
});
const resync: LiveMessage = { kind: 'resync', change: { position: 3 } };

describe('the buffer of live changes', () => {
  it('keeps only the last state of each row, in order of arrival', () => {
    const buffer = createChangeBuffer();
    [operator('a', 1), operator('b', 2), operator('a', 3)].forEach((message) => buffer.add(message));
    expect(buffer.take()).toEqual([operator('b', 2), operator('a', 3)]);
    expect(buffer.take()).toEqual([]);
  });

  it('forgets what came before a resync', () => {
    const buffer = createChangeBuffer();
    [operator('a', 1), resync, operator('b', 4)].forEach((message) => buffer.add(message));
    expect(buffer.take()).toEqual([resync, operator('b', 4)]);
  });

  it('asks for a resync rather than grow without end', () => {
    const buffer = createChangeBuffer();
    for (let index = 0; index <= maxWaiting; index += 1) buffer.add(operator(`o-${index}`, index));
    expect(buffer.take()).toEqual([
      { kind: 'resync', change: { position: 0 } },
      operator(`o-${maxWaiting}`, maxWaiting),
    ]);
  });
});

describe('a message of the live stream', () => {
  it('is read by its kind', () => {
    expect(readLiveMessage('resync', '{"position":3}')).toEqual(resync);
  });

  it.each([
    ['message', '{}'],
    ['alert', '{"id":'],
    ['alert', 'null'],
    ['alert', '[1]'],
  ])('is left out when it cannot be read: %s %s', (event, data) => {
    expect(readLiveMessage(event, data)).toBeUndefined();
  });
});
