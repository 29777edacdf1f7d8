import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { raise } from './notifications.fixture.js';
import { allOver, openWorld, until, type World } from './world.fixture.js';

let world: World;
const closing: (() => void)[] = [];

beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  closing.splice(0).forEach((close) => close());
  await world.close();
});

it('tells one alert to every kind of channel, each by its real protocol', async () => {
  const mails: string[] = [];
  const lines: string[] = [];
  const smtp = await startSmtp(mails);
  const siem = await startSiem(lines);
  world.answers((response, { url }) => response.end(url === '/feishu' ? '{"code":0}' : '{"errcode":0}'));
  const notifications = world.start({}, undefined, { url: `smtp://127.0.0.1:${smtp}`, from: 'tillwatch@shop.example' });
  await world.channel(notifications, { kind: 'mail', language: 'both' }, { to: ['security@shop.example'] });
  const syslog = { host: '127.0.0.1', port: siem, transport: 'tcp' };
  await world.channel(notifications, { kind: 'syslog' }, { ...syslog, format: 'cef' });
  await world.channel(notifications, { kind: 'syslog' }, { ...syslog, format: 'ocsf' });
  for (const kind of ['webhook', 'dingtalk', 'wecom', 'feishu'] as const) {
    await world.channel(notifications, { kind, language: 'zh' }, `/${kind}`);
  }
  await raise(world.store, 'a');
  const all = await until(world.deliveries, (found) => found.length === 7 && allOver(found));
  expect(all.map(({ channelKind, status }) => [channelKind, status]).sort()).toEqual([
    ['dingtalk', 'delivered'],
    ['feishu', 'delivered'],
    ['mail', 'delivered'],
    ['syslog', 'delivered'],
    ['syslog', 'delivered'],
    ['webhook', 'delivered'],
    ['wecom', 'delivered'],
  ]);
  expect(mails).toEqual([expect.stringMatching(/^Message-ID: <[0-9a-f-]{36}@shop\.example>/m)]);
  await until(
    () => lines.length,
    (count) => count === 2,
  );
  expect(lines.join('\n')).toMatch(/CEF:0\|Tillwatch\|/);
  expect(lines.join('\n')).toMatch(/"class_uid":2004/);
  expect(world.receiver.received.map(({ url }) => url).sort()).toEqual(['/dingtalk', '/feishu', '/webhook', '/wecom']);
});

async function startSmtp(mails: string[]): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    onData(stream, _session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  closing.push(() => server.close(() => {}));
  server.listen(0, '127.0.0.1');
  return portOf((server as unknown as { server: Server }).server);
}

async function startSiem(lines: string[]): Promise<number> {
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.on('end', () => lines.push(text));
  });
  closing.push(() => server.close());
  server.listen(0, '127.0.0.1');
  return portOf(server);
}

async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
