import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SentEvent } from './acknowledged.ts';

/** How long an event stays in memory before it is written. */
const queuedMs = 300;

/**
 * The negative control: makes a product behind it that acknowledges before it appends. While the product lives, a batch is
 * answered "stored" at once and handed on a moment later; when it is killed in between, that batch is lost.
 */
export async function ackBeforeAppend(productUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const taken = take(productUrl, request, response)
      .catch(() => {}) // That is how it loses events.
      .finally(() => underWay.delete(taken));
    underWay.add(taken);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all(underWay);
    },
  };
}

async function take(productUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const lives = await fetch(new URL('/healthz', productUrl)).catch(() => undefined);
  await lives?.body?.cancel();
  if (!lives?.ok) return void response.writeHead(503).end();
  const events = JSON.parse(body.toString('utf8')) as SentEvent[];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ results: events.map(({ id }) => ({ id, status: 'stored' })) }));
  await sleep(queuedMs);
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const handOn = { method: 'POST', headers: { authorization, 'content-type': type }, body: new Uint8Array(body) };
  const answer = await fetch(new URL(request.url!, productUrl), handOn);
  await answer.body?.cancel();
}
