import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface Received {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The name the client asked for in TLS. */
  servername?: string | false;
}

export interface Receiver {
  port: number;
  received: Received[];
  /** Without a word to whoever is connected. */
  close(): Promise<void>;
}

/** A real HTTP server; `answer` runs when a request has come whole. */
export async function startReceiver(
  answer: (response: ServerResponse, request: Received) => void = (response) => response.end(),
  certificate?: { key: string; cert: string },
): Promise<Receiver> {
  const received: Received[] = [];
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const { servername } = request.socket as TLSSocket & { servername?: string | false };
      const one = { method, url, headers: headers as Record<string, string>, body, ...(certificate && { servername }) };
      received.push(one);
      answer(response, one);
    });
  };
  const server: Server = certificate ? createHttps(certificate, take) : createHttp(take);
  server.on('clientError', (_error, socket) => socket.destroy());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
