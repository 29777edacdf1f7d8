import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { literalOf } from './check-url.js';
import { SendFailure } from './failure.js';
import { exchangeMs, type Outgoing } from './outgoing.js';
import { resolve } from './resolve.js';

export interface SyslogServer {
  host: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls';
}

/**
 * Hands bytes to a syslog receiver: one datagram, or a connection of their own that is ended and waited for until the other
 * side has ended it too. Syslog acknowledges nothing: that end is all there is to know. Rejects as the socket does, or with a
 * `SendFailure` for an address that is not allowed.
 */
export async function sendSyslog(bytes: Buffer, server: SyslogServer, outgoing: Outgoing): Promise<void> {
  const signal = AbortSignal.timeout(exchangeMs);
  const hostname = isIPv6(server.host) ? `[${server.host}]` : server.host;
  const address = await resolve(outgoing, { hostname, port: server.port }, 'network', signal);
  if (server.transport === 'udp') return sendDatagram(bytes, address, server.port);
  const socket = server.transport === 'tcp' ? connectTcp(server.port, address) : overTls(server, address, outgoing);
  await sendStream(bytes, socket, server.transport === 'tcp' ? 'connect' : 'secureConnect', signal);
}

function overTls({ host, port }: SyslogServer, address: string, { ca }: Outgoing): Socket {
  const servername = literalOf(host) === undefined ? host : '';
  return connectTls({ host: address, port, servername, ...(ca !== undefined && { ca: [ca] }) });
}

async function sendDatagram(bytes: Buffer, address: string, port: number): Promise<void> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    const { promise, resolve: done, reject } = Promise.withResolvers<void>();
    socket.once('error', reject);
    socket.send(bytes, port, address, (error) => (error ? reject(error) : done()));
    await promise;
  } finally {
    socket.close();
  }
}

async function sendStream(
  bytes: Buffer,
  socket: Socket,
  connected: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  socket.on('error', ended.reject);
  socket.on('close', () => ended.resolve());
  signal.addEventListener('abort', () => {
    // A receiver that keeps its side open has the message all the same.
    if (socket.writableFinished) ended.resolve();
    else ended.reject(signal.reason as Error);
  });
  try {
    await Promise.race([once(socket, connected), ended.promise]);
    socket.resume(); // or its end would never be seen
    socket.end(bytes);
    await ended.promise;
    if (!socket.writableFinished)
      throw new SendFailure('unreachable', 'The connection ended before everything was sent.');
  } finally {
    ended.promise.catch(() => {});
    socket.destroy();
  }
}
