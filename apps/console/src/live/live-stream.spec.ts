import { jest } from '@jest/globals';
import type { LiveMessage } from '@tillwatch/api';
import { followLive, type Connection } from './live-stream.js';

const text = (body: string) => new Response(body, { headers: { 'content-type': 'text/event-stream' } });

/** Answers one request after the other; after the last, stops the follower. */
async function follow(answers: (() => Response)[]) {
  const stop = new AbortController();
  const sent: Headers[] = [];
  const messages: LiveMessage[] = [];
  const connections: Connection[] = [];
  let refused = 0;
  const fetch = jest.spyOn(globalThis, 'fetch').mockImplementation((_url, init) => {
    sent.push(new Headers(init?.headers));
    const answer = answers.shift();
    if (answer) return Promise.resolve(answer());
    stop.abort();
    return Promise.reject(new Error('over'));
  });
  await followLive('secret', stop.signal, {
    onMessage: (message) => messages.push(message),
    onConnection: (connection) => connections.push(connection),
    onRefused: () => (refused += 1),
  });
  fetch.mockRestore();
  return { sent, messages, connections, refused };
}

describe('following the live stream', () => {
  it('sends the token in a header and goes on after the last id it completed', async () => {
    const { sent, messages, connections } = await follow([
      () => text('id: 41\nevent: resync\ndata: {"position":1}\n\nid: 42\nevent: resync\ndata: {"posi'),
    ]);
    expect(sent.map((headers) => headers.get('authorization'))).toEqual(['Bearer secret', 'Bearer secret']);
    expect(sent.map((headers) => headers.get('last-event-id'))).toEqual([null, '41']);
    expect(messages).toEqual([{ kind: 'resync', change: { position: 1 } }]);
    expect(connections).toEqual(['connecting', 'open', 'down']);
  });

  it('starts afresh when the server does not take the id any more', async () => {
    const { sent } = await follow([() => text('id: 41\n\n'), () => new Response('{}', { status: 400 })]);
    expect(sent.map((headers) => headers.get('last-event-id'))).toEqual([null, '41', null]);
  });

  it('says that it is down while the server cannot answer, and tries again', async () => {
    const { sent, connections } = await follow([() => new Response('{}', { status: 503 })]);
    expect(connections).toEqual(['connecting', 'down']);
    expect(sent).toHaveLength(2);
  });

  it('ends when the token is refused', async () => {
    const { sent, refused } = await follow([() => new Response('{}', { status: 401 })]);
    expect(sent).toHaveLength(1);
    expect(refused).toBe(1);
  });
});
