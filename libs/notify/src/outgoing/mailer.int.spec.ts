import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { mail } from '../formats/mail.js';
import { message } from '../notification.fixture.js';
import { certificateFor, type Certificate } from './certificate.fixture.js';
import { failureOf } from './failure.js';
import { createMailer } from './mailer.js';

let certificate: Certificate;
const servers: SMTPServer[] = [];

beforeAll(async () => {
  certificate = await certificateFor('127.0.0.1', 'localhost');
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(() => done()))));
});

interface Taken {
  user: unknown;
  secure: boolean;
  to: string[];
  text: string;
}

/** A real SMTP server with STARTTLS that wants a password. */
async function start(options: SMTPServerOptions = {}): Promise<{ port: number; mails: Taken[] }> {
  const mails: Taken[] = [];
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    closeTimeout: 100,
    onAuth({ username, password }, _session, done) {
      if (username === 'alerts' && password === 'p@ss/word') done(null, { user: username });
      else done(new Error('Wrong password'));
    },
    onData(stream, session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ user: session.user, secure: session.secure, to, text });
        done();
      });
    },
    ...options,
  });
  servers.push(server);
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  const { server: listener } = server as unknown as { server: Server };
  if (!listener.listening) await once(listener, 'listening');
  return { port: (listener.address() as AddressInfo).port, mails };
}

const mailerTo = (port: number, password = 'p%40ss%2Fword', ca: string | undefined = certificate.cert) =>
  createMailer({
    url: `smtp://alerts:${password}@127.0.0.1:${port}`,
    from: 'tillwatch@shop.example',
    ...(ca !== undefined && { ca }),
  });
const codeOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => failureOf(error).code);
const to = ['security@shop.example'];
const one = mail(message('both', {}, { operatorId: 'eve\r\nBcc: all@shop.example', storeId: '<b>门店</b>' }));

it('logs in over STARTTLS and hands over one mail in both languages, with the id of its delivery', async () => {
  const { port, mails } = await start();
  const taken = await mailerTo(port)(one, [...to, 'ops@shop.example'], '7d0b6f6e-9f0e-8a10-b9d4-0d6a5f4c3b21');
  expect(taken).toMatchObject({ status: 250 });
  expect(mails).toMatchObject([{ user: 'alerts', secure: true, to: [...to, 'ops@shop.example'] }]);
  const [head = '', body = ''] = mails[0]!.text.split(/\r\n\r\n(.*)/s);
  expect(head).toMatch(/^Message-ID: <7d0b6f6e-9f0e-8a10-b9d4-0d6a5f4c3b21@shop\.example>\r$/m);
  expect(head).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(head).toMatch(/^Content-Type: multipart\/alternative/m);
  expect(head).not.toMatch(/^Bcc:/m);
  expect(decoded(body)).toContain('操作员: eve\\u000D\\u000ABcc: all@shop.example');
  expect(decoded(body)).toContain('&lt;b&gt;门店&lt;/b&gt;');
});

it('says no password without TLS, and believes no certificate of a stranger', async () => {
  const plain = await start({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  expect(await codeOf(mailerTo(plain.port)(one, to, 'x'))).toBe('tls');
  const { port, mails } = await start();
  expect(
    await codeOf(createMailer({ url: `smtp://alerts:x@127.0.0.1:${port}`, from: 'a@b.example' })(one, to, 'x')),
  ).toBe('tls');
  expect([...plain.mails, ...mails]).toEqual([]);
});

it('tells a wrong password, a refused recipient, and one refused among several, as refused', async () => {
  const { port, mails } = await start({
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone')) done(Object.assign(new Error('No such user'), { responseCode: 550 }));
      else done();
    },
  });
  const failed = async (work: Promise<unknown>) => failureOf(await work.catch((error: unknown) => error));
  expect(await failed(mailerTo(port, 'wrong')(one, to, 'x'))).toMatchObject({ code: 'refused', status: 535 });
  expect(await failed(mailerTo(port)(one, ['gone@shop.example'], 'x'))).toMatchObject({ code: 'refused', status: 550 });
  const some = mailerTo(port)(one, [...to, 'gone@shop.example'], 'x');
  expect(await failed(some)).toMatchObject({ code: 'refused', message: '1 of 2 recipients were refused.' });
  expect(mails).toHaveLength(1);
});

it('cannot reach a server that is not there', async () => {
  const { port } = await start();
  await new Promise<void>((done) => servers.pop()!.close(() => done()));
  expect(await codeOf(mailerTo(port)(one, to, 'x'))).toBe('unreachable');
});

/** The parts of a mail as a client reads them. */
function decoded(body: string): string {
  const parts = body.split(/\r\n\r\n/).map((part) => part.replaceAll('=\r\n', ''));
  return parts
    .map((part) => {
      const base64 = /^[A-Za-z0-9+/=\r\n]+(?=\r\n--|$)/.exec(part)?.[0];
      if (base64 && base64.length > 40) return Buffer.from(base64, 'base64').toString('utf8');
      return Buffer.from(
        part.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ).toString('utf8');
    })
    .join('\n');
}
