import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface FaultProxyOptions {
  /** Where the real server answers. */
  target: { host: string; port: number };
  /** Asked as each reply begins: `true` drops the connection instead of passing it on. */
  cutsReply(): boolean;
}

export interface FaultProxy {
  /** In the place of the target's. */
  port: number;
  /** Replies that began, and those of them that were cut. */
  replies: number;
  cuts: number;
  /** Drops every connection and takes no more. */
  close(): Promise<void>;
}

/**
 * A TCP proxy between a client and a server that loses replies: the request went through and took effect, and the sender is
 * not told. One request at a time per connection is assumed, as HTTP/1.1 without pipelining has it.
 */
export async function startFaultProxy({ target, cutsReply }: FaultProxyOptions): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const proxy: FaultProxy = { port: 0, replies: 0, cuts: 0, close: () => close(server, sockets) };
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    let awaitsReply = false;
    client.on('data', (bytes) => {
      awaitsReply = true;
      if (!upstream.write(bytes)) pauseUntilDrained(client, upstream);
    });
    upstream.on('data', (bytes) => {
      if (awaitsReply) {
        awaitsReply = false;
        proxy.replies++;
        if (cutsReply()) {
          proxy.cuts++;
          client.destroy();
          return;
        }
      }
      if (!client.write(bytes)) pauseUntilDrained(upstream, client);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}

function pauseUntilDrained(source: Socket, sink: Socket): void {
  source.pause();
  sink.once('drain', () => source.resume());
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
