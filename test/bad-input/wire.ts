import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Spoken {
  reply: string;
  /** To the first byte of the reply. */
  afterMs: number;
}

export interface Sent {
  method: string;
  /** As it is to be on the wire; absent: the URL's. */
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export function post(url: string, headers: Record<string, string>, body: string | Buffer): Promise<Reply> {
  return exchange(url, { method: 'POST', headers, body });
}

/** One request on a socket of its own. */
export function exchange(url: string, { body, ...options }: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, agent: false }, (response) => {
      void text(response).then(
        (answer) => resolve({ status: response.statusCode!, headers: response.headers, text: answer }),
        reject,
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/**
 * Writes bytes that need not be HTTP, and more of them after each pause until there is an answer. Resolves to all that came
 * back once the other side has closed, and to how long it took to the first byte.
 */
export async function speak(
  url: string,
  first: string,
  more: { text: string; everyMs: number } = { text: '', everyMs: 1_000 },
): Promise<Spoken> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const began = performance.now();
  let afterMs: number | undefined;
  socket.once('data', () => (afterMs = performance.now() - began));
  socket.on('error', () => {}); // Closed while we still write: what came before it counts.
  socket.write(first);
  const reply = text(socket).catch(() => '');
  const ended = reply.then(() => true);
  while (!(await Promise.race([ended, sleep(more.everyMs, false)]))) {
    if (afterMs === undefined) socket.write(more.text);
    else socket.end();
  }
  return { reply: await reply, afterMs: afterMs ?? Infinity };
}

/** After the start: Node by itself looks for slow requests every 30 s, and one that begins now is not slow yet by then. */
const unlikelyMomentMs = 8_000;

/** One byte every ten seconds. */
export async function speakSlowly(url: string, first: string): Promise<Spoken> {
  await sleep(unlikelyMomentMs);
  return speak(url, first, { text: 'x', everyMs: 10_000 });
}
