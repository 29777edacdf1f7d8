import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFaultProxy } from './fault-proxy.js';

let server: Server;
let taken: string[];

beforeEach(async () => {
  taken = [];
  server = createServer((request, response) => {
    taken.push(request.url!);
    request.resume().on('end', () => response.end('x'.repeat(200_000)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => server.close());

const target = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

it('passes requests and whole replies through, on a connection that is kept', async () => {
  const proxy = await startFaultProxy({ target: target(), cutsReply: () => false });
  for (const path of ['/1', '/2', '/3']) {
    const answer = await fetch(`http://127.0.0.1:${proxy.port}${path}`, { method: 'POST', body: 'y'.repeat(100_000) });
    expect(await answer.text()).toHaveLength(200_000);
  }
  expect(proxy).toMatchObject({ replies: 3, cuts: 0 });
  await proxy.close();
});

it('loses the reply it is told to lose, after the server took the request', async () => {
  let asked = 0;
  const proxy = await startFaultProxy({ target: target(), cutsReply: () => ++asked === 2 });
  const ask = (path: string) => fetch(`http://127.0.0.1:${proxy.port}${path}`).then((answer) => answer.text());
  await ask('/1');
  await expect(ask('/2')).rejects.toThrow();
  await ask('/3');
  expect(taken).toEqual(['/1', '/2', '/3']);
  expect(proxy).toMatchObject({ replies: 3, cuts: 1 });
  await proxy.close();
});
