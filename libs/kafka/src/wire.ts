import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;

/**
 * Every connection of one kafkajs client. After `cut` it can neither hear from the broker nor tell it anything, so a client
 * that hangs and is given up does no harm.
 */
export class Wire {
  private readonly sockets = new Set<Socket>();
  isCut = false;

  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (this.isCut) throw new Error('This client has been given up.');
    const name = isIP(host) ? {} : { servername: host };
    const socket = ssl
      ? connectTls({ host, port, ...name, ...ssl }, onConnect)
      : connectPlain({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setNoDelay(true);
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  };

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy(new Error('This client has been given up.'));
  }
}
