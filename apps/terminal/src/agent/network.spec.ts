import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../fleet/random.js';
import { cleanUp, defer, eventually, newFolder, newPlatform, openAt, recordMany } from './terminal.fixture.js';

afterEach(cleanUp);

interface Proxy {
  url: string;
  cuts: number;
  /** Share of replies that are cut when their first bytes come. */
  cutShare: number;
  /** Accepts, reads, and passes nothing on. */
  isBlackHole: boolean;
}

/** Between an agent and a platform on TCP. */
async function faultProxy(target: string, random: () => number): Promise<Proxy> {
  const proxy: Proxy = { url: '', cuts: 0, cutShare: 0, isBlackHole: false };
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => (client.destroy(), upstream.destroy(), sockets.delete(socket)));
    }
    client.on('data', (bytes) => void (proxy.isBlackHole || upstream.write(bytes)));
    upstream.on('data', (bytes) => {
      if (random() >= proxy.cutShare) return void client.write(bytes);
      proxy.cuts++;
      client.destroy();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return proxy;
}

it('loses and doubles nothing when one reply in five is cut', async () => {
  const platform = await newPlatform();
  const proxy = await faultProxy(platform.url, seededRandom('cuts').next);
  proxy.cutShare = 0.2;
  const terminal = await openAt({ ...platform, url: proxy.url } as typeof platform, newFolder());
  for (let batch = 0; batch < 150; batch++) {
    await recordMany(terminal, 3, `batch-${batch}`);
    await terminal.flush();
  }
  expect(proxy.cuts).toBeGreaterThan(20);
  expect(platform.events).toHaveLength(451);
  expect(platform.faults()).toEqual([]);
});

it('comes back from a link that swallows everything', async () => {
  const platform = await newPlatform();
  const proxy = await faultProxy(platform.url, () => 1);
  const timers: (() => void)[] = [];
  const terminal = await openAt({ ...platform, url: proxy.url } as typeof platform, newFolder());
  await terminal.flush();
  proxy.isBlackHole = true;
  await recordMany(terminal, 5);
  await eventually(() => terminal.status().problem !== undefined);
  proxy.isBlackHole = false;
  await terminal.flush();
  expect(timers).toEqual([]);
  expect(platform.faults()).toEqual([]);
  expect(platform.events).toHaveLength(6);
});
