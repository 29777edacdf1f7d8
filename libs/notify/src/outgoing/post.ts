import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { product } from '../product.js';
import { literalOf, portOf } from './check-url.js';
import { exchangeMs, type Outgoing } from './outgoing.js';
import { resolve } from './resolve.js';

export interface Reply {
  status: number;
  /** As much as there was, up to 64 KiB or until time was up. */
  text: string;
  /** As it came: seconds or a date. */
  retryAfter?: string;
}

const replyBytesMax = 65_536;

/**
 * One POST of JSON, and what came back. Follows no redirect, uses no proxy, keeps no connection, and connects to the address
 * that was checked while the certificate and the Host header are the name's. A reply that is too long or never ends is cut,
 * and its status counts. Rejects when there is no status in time; the caller names the error with `failureOf`.
 */
export async function post(
  url: URL,
  body: string,
  headers: Record<string, string>,
  outgoing: Outgoing,
): Promise<Reply> {
  const signal = AbortSignal.timeout(exchangeMs);
  const port = portOf(url);
  const address = await resolve(outgoing, { hostname: url.hostname, port }, 'public', signal);
  const options: RequestOptions & { servername?: string; ca?: string[] } = {
    method: 'POST',
    host: address,
    port,
    path: url.pathname + url.search,
    agent: false, // an agent of its own: no pool, and none of the proxies the environment may name
    signal,
    headers: {
      ...headers,
      host: url.host,
      'user-agent': `${product.name}/${product.version}`,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    },
  };
  if (url.protocol === 'http:') return exchange(requestHttp(options), body);
  options.servername = literalOf(url.hostname) === undefined ? url.hostname : ''; // a bare address is no name to send
  if (outgoing.ca !== undefined) options.ca = [outgoing.ca];
  return exchange(requestHttps(options), body);
}

function exchange(request: ReturnType<typeof requestHttp>, body: string): Promise<Reply> {
  const { promise, resolve: done, reject } = Promise.withResolvers<Reply>();
  let answered = false;
  request.on('error', (error) => {
    if (!answered) reject(error); // later the reply tells of it too
  });
  request.on('response', (response) => {
    answered = true;
    void readReply(response).then(done);
  });
  request.end(body);
  return promise;
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= replyBytesMax) break; // leaving the loop ends the connection
    }
  } catch {
    // It broke off or time was up: the status was said, and is what counts.
  }
  response.destroy();
  const { 'retry-after': retryAfter } = response.headers;
  const text = Buffer.concat(pieces).subarray(0, replyBytesMax).toString('utf8');
  return { status: response.statusCode!, text, ...(retryAfter !== undefined && { retryAfter }) };
}
