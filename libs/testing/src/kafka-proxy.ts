import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Between clients and a broker that advertises the proxy's port (`KafkaOptions.advertise`). */
export interface KafkaProxy {
  port: number;
  /** Where connections go to from now on. */
  forwardTo(port: number): void;
  /** The next `count` requests of this kind reach the broker, their answers do not reach the client: it is cut off. */
  cutAnswers(apiKey: number, count?: number): void;
  /** How many answers have been cut. */
  readonly cuts: number;
  /** Connections stay open and nothing passes, either way; `thaw` lets it all through. */
  freeze(): void;
  thaw(): void;
  /** Cuts every connection. */
  sever(): void;
  close(): Promise<void>;
}

export const PRODUCE = 0;

export async function startKafkaProxy(): Promise<KafkaProxy> {
  let target = 0;
  let toCut: { apiKey: number; count: number } | undefined;
  let cuts = 0;
  let frozen = false;
  const pairs = new Set<[Socket, Socket]>();

  const server = createServer((client) => {
    const broker = connect(target, '127.0.0.1');
    const pair: [Socket, Socket] = [client, broker];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      broker.destroy();
    };
    const requests = new RequestFrames();
    let cutting = false;
    client.on('data', (data: Buffer) => {
      for (const apiKey of requests.read(data)) {
        if (toCut?.apiKey !== apiKey || toCut.count === 0) continue;
        toCut.count--;
        cutting = true;
      }
      broker.write(data);
    });
    broker.on('data', (data: Buffer) => {
      if (!cutting) return void client.write(data);
      cuts++;
      end();
    });
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('close', end);
      socket.on('error', end);
      if (frozen) socket.pause();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const sever = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    forwardTo: (port) => void (target = port),
    cutAnswers: (apiKey, count = 1) => void (toCut = { apiKey, count }),
    get cuts() {
      return cuts;
    },
    freeze() {
      frozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    sever,
    async close() {
      server.close();
      sever();
      await once(server, 'close');
    },
  };
}

/** Finds the requests in what a client writes: each is its length (int32), its kind (int16) and the rest. */
class RequestFrames {
  private left = 0;
  private start = Buffer.alloc(0);

  /** The kinds of the requests whose beginning is in this piece. */
  read(data: Buffer): number[] {
    const kinds: number[] = [];
    for (let rest = data; rest.length > 0;) {
      if (this.left > 0) {
        const skipped = Math.min(this.left, rest.length);
        this.left -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      const need = 6 - this.start.length;
      this.start = Buffer.concat([this.start, rest.subarray(0, need)]);
      rest = rest.subarray(need);
      if (this.start.length < 6) break;
      kinds.push(this.start.readInt16BE(4));
      this.left = this.start.readInt32BE(0) - 2;
      this.start = Buffer.alloc(0);
    }
    return kinds;
  }
}
