import type { ServerResponse } from 'node:http';
import { startReceiver, type Received, type Receiver } from '@tillwatch/testing';
import { certificateFor, type Certificate } from './certificate.fixture.js';
import { failureOf } from './failure.js';
import { outgoing, type Outgoing } from './outgoing.js';
import { post } from './post.js';
import { trustedHosts } from './trusted-hosts.js';

let certificate: Certificate;
const receivers: Receiver[] = [];

beforeAll(async () => {
  certificate = await certificateFor('hooks.test');
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

type Answer = (response: ServerResponse, request: Received) => void;

async function receive(answer?: Answer, over?: Certificate): Promise<Receiver> {
  const receiver = await startReceiver(answer, over);
  receivers.push(receiver);
  return receiver;
}

/** A world in which every name is this machine, and the operator trusts `hooks.test`. */
function world(over: Partial<Outgoing> = {}): Outgoing {
  return outgoing({ trusted: trustedHosts('hooks.test'), lookup: async () => ['127.0.0.1'], ...over });
}

const send = (port: number, over: Partial<Outgoing> = {}, scheme = 'http', host = 'hooks.test') =>
  post(new URL(`${scheme}://${host}:${port}/in?key=1`), '{"a":"ü"}', { 'webhook-id': '7' }, world(over));
const codeOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => failureOf(error).code);

it('posts JSON and brings back status and reply', async () => {
  const receiver = await receive((response) => response.writeHead(202, { 'retry-after': '7' }).end('thanks'));
  expect(await send(receiver.port)).toEqual({ status: 202, text: 'thanks', retryAfter: '7' });
  expect(receiver.received).toEqual([expect.objectContaining({ method: 'POST', url: '/in?key=1', body: '{"a":"ü"}' })]);
  expect(receiver.received[0]!.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-length': '10',
    'webhook-id': '7',
    host: `hooks.test:${receiver.port}`,
    connection: 'close',
  });
});

it('connects to the address that was looked up, once, with the name in TLS and in the Host header', async () => {
  const receiver = await receive(undefined, certificate);
  const answers = [['127.0.0.1'], ['127.0.0.2']];
  let lookups = 0;
  const lookup = async (): Promise<string[]> => answers[lookups++]!;
  expect(await send(receiver.port, { lookup, ca: certificate.cert }, 'https')).toMatchObject({ status: 200 });
  expect(lookups).toBe(1);
  expect(receiver.received[0]).toMatchObject({
    servername: 'hooks.test',
    headers: { host: `hooks.test:${receiver.port}` },
  });
});

it('believes no certificate of a stranger, and none that is for another name', async () => {
  const receiver = await receive(undefined, certificate);
  expect(await codeOf(send(receiver.port, {}, 'https'))).toBe('tls');
  const trusted = trustedHosts('hooks.test,other.test');
  expect(await codeOf(send(receiver.port, { trusted, ca: certificate.cert }, 'https', 'other.test'))).toBe('tls');
  expect(receiver.received).toEqual([]);
});

it('sends nothing to this machine by whatever name', async () => {
  const receiver = await receive();
  for (const host of ['localhost', 'hooks.example', '127.0.0.1', '[::ffff:127.0.0.1]', '2130706433']) {
    expect([host, await codeOf(send(receiver.port, {}, 'http', host))]).toEqual([host, 'blocked']);
  }
  expect(receiver.received).toEqual([]);
});

it('follows no redirect', async () => {
  const inside = await receive();
  const receiver = await receive((response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end(),
  );
  expect(await send(receiver.port)).toMatchObject({ status: 302 });
  expect(inside.received).toEqual([]);
});

it('A38 cuts a reply of a gigabyte after 64 KiB', async () => {
  let sent = 0;
  const piece = Buffer.alloc(65_536, 'x');
  const receiver = await receive((response) => {
    const write = (): void => {
      while (!response.destroyed && sent < 1_000_000_000 && response.write(piece)) sent += piece.length;
    };
    response.on('drain', write).on('error', () => {});
    write();
  });
  const reply = await send(receiver.port);
  expect(reply.status).toBe(200);
  expect(reply.text).toHaveLength(65_536);
  expect(sent).toBeLessThan(50_000_000); // what the sockets between us can hold
});

it('takes the status of a reply that never ends, and waits five seconds for it', async () => {
  const receiver = await receive((response) => {
    const drip = setInterval(() => response.write('.'), 100);
    response.on('close', () => clearInterval(drip));
  });
  const before = performance.now();
  const reply = await send(receiver.port);
  expect(reply).toMatchObject({ status: 200, text: expect.stringMatching(/^\.+$/) });
  expect(performance.now() - before).toBeGreaterThan(4_500);
});

it.each<[string, Answer, string]>([
  ['never answers', () => {}, 'timeout'],
  ['hangs up', (response) => response.socket!.destroy(), 'unreachable'],
  ['answers nonsense', (response) => response.socket!.end('NONSENSE\r\n\r\n'), 'failed'],
  [
    'answers with endless headers',
    (response) => response.socket!.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(99_999)}\r\n\r\n`),
    'failed',
  ],
])('says so when the receiver %s', async (_what, answer, code) => {
  const receiver = await receive(answer);
  expect(await codeOf(send(receiver.port))).toBe(code);
});

it('counts a reply that breaks off by its status', async () => {
  const receiver = await receive((response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.socket!.destroy(), 50);
  });
  expect(await send(receiver.port)).toMatchObject({ status: 200, text: 'half' });
});

it('cannot reach a port where nobody listens', async () => {
  const receiver = await receive();
  await receiver.close();
  receivers.length = 0;
  expect(await codeOf(send(receiver.port))).toBe('unreachable');
});
