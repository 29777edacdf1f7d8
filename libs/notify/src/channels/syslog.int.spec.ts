import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { parseCef } from '../formats/cef-parser.fixture.js';
import { octetFrames, parseSyslog } from '../formats/syslog-parser.fixture.js';
import { message } from '../notification.fixture.js';
import { certificateFor, type Certificate } from '../outgoing/certificate.fixture.js';
import { failureOf } from '../outgoing/failure.js';
import { outgoing, type Outgoing } from '../outgoing/outgoing.js';
import { trustedHosts } from '../outgoing/trusted-hosts.js';
import { syslog, type SyslogTarget } from './syslog.js';

let certificate: Certificate;
const closing: (() => void)[] = [];

beforeAll(async () => {
  certificate = await certificateFor('siem.test');
});
afterEach(() => closing.splice(0).forEach((close) => close()));

const world = (over: Partial<Outgoing> = {}): Outgoing =>
  outgoing({
    trusted: trustedHosts('siem.test'),
    lookup: async () => ['127.0.0.1'],
    hostname: 'till-host',
    ca: certificate.cert,
    ...over,
  });

/** A receiver that takes whole connections and keeps what each said. */
async function receive(
  make: (take: (socket: Socket) => void) => Server,
): Promise<{ port: number; said: Promise<Buffer>[] }> {
  const said: Promise<Buffer>[] = [];
  const server = make((socket) => {
    socket.on('error', () => {});
    const pieces: Buffer[] = [];
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    said.push(once(socket, 'end').then(() => Buffer.concat(pieces)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, said };
}

const target = (port: number, over: Partial<SyslogTarget> = {}): SyslogTarget => ({
  host: 'siem.test',
  port,
  transport: 'tcp',
  format: 'cef',
  ...over,
});
const hostile = message('both', {}, { operatorId: 'eve|a=b\nCEF:0|x', storeId: '门店 ]"\\' });

it.each([['tcp' as const], ['tls' as const]])(
  'hands CEF over %s, counted, to be read back as it was',
  async (transport) => {
    const { port, said } = await receive((take) =>
      transport === 'tcp' ? createServer(take) : (createTlsServer(certificate, take) as unknown as Server),
    );
    for (let count = 0; count < 2; count++) await syslog.send(hostile, target(port, { transport }), world());
    for (const bytes of await Promise.all(said)) {
      const [frame, ...more] = octetFrames(bytes);
      expect(more).toEqual([]);
      const one = parseSyslog(frame!);
      expect(one).toMatchObject({ facility: 13, severity: 3, hostname: 'till-host', msgId: 'alert-raised' });
      expect(parseCef(one.body).extension).toMatchObject({ duser: 'eve|a=b\\u000ACEF:0|x', cs1: '门店 ]"\\' });
    }
    expect(said).toHaveLength(2);
  },
);

it('hands OCSF over UDP, one datagram a message', async () => {
  const receiver = createSocket('udp4');
  closing.push(() => receiver.close());
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const arrived = once(receiver, 'message') as Promise<[Buffer]>;
  await syslog.send(hostile, target(receiver.address().port, { transport: 'udp', format: 'ocsf' }), world());
  const one = parseSyslog((await arrived)[0]);
  expect(JSON.parse(one.body)).toMatchObject({ class_uid: 2004, metadata: { version: '1.5.0' } });
});

it('takes the word of a receiver that keeps its side of the connection open', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {}).resume();
    closing.push(() => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => server.close());
  await syslog.send(hostile, target((server.address() as AddressInfo).port), world());
});

const codeOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => failureOf(error).code);

it('says what went wrong', async () => {
  const hangsUp = createServer((socket) => socket.resetAndDestroy());
  await once(hangsUp.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => hangsUp.close());
  const { port } = hangsUp.address() as AddressInfo;
  expect(await codeOf(syslog.send(hostile, target(port), world()))).toBe('unreachable');
  const { port: tlsPort } = await receive((take) => createTlsServer(certificate, take) as unknown as Server);
  const stranger = world({ ca: undefined });
  delete stranger.ca;
  expect(await codeOf(syslog.send(hostile, target(tlsPort, { transport: 'tls' }), stranger))).toBe('tls');
  expect(await codeOf(syslog.send(hostile, target(tlsPort, { host: 'localhost' }), world()))).toBe('blocked');
});

it.each<[Partial<SyslogTarget>, string | undefined]>([
  [{ host: 'siem.test', port: 9_999 }, undefined],
  [{ host: 'siem.lan', port: 6514 }, undefined],
  [{ host: '10.0.0.7', port: 514 }, undefined],
  [{ host: '127.0.0.1', port: 514 }, 'host'],
  [{ host: '169.254.169.254', port: 514 }, 'host'],
  [{ host: 'siem.lan', port: 6379 }, 'port'],
])('finds the fault of %j: %s', (over, member) => {
  expect(syslog.fault(target(514, over), world())?.member).toBe(member);
});
