import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DeliveryView, NotificationChannelView, Page } from '@tillwatch/api';
import { createHttpApp, openApiOf, tokenChecker } from '@tillwatch/http';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { createTestDatabase, type Receiver, startReceiver } from '@tillwatch/testing';
import { Registry } from 'prom-client';
import { ComplianceModule } from '../compliance.module.js';
import { acceptEventBodies } from '../intake/event-bodies.js';
import { openService, type Service } from '../service.js';
import { raise } from './notifications.fixture.js';
import { signingSecret, until } from './world.fixture.js';

let drop: () => Promise<void>;
let service: Service;
let app: NestFastifyApplication;
let receiver: Receiver | undefined;
let status = 200;

beforeAll(async () => {
  const test = await createTestDatabase();
  drop = () => test.drop();
  receiver = await startReceiver((response) => response.writeHead(status).end());
  const shared = { clock: systemClock, log: silentLog, metrics: new Registry() };
  const pace = { pollMs: 50, retryPausesMs: [0] };
  const notifications = { hosts: `127.0.0.1:${receiver.port}`, pace };
  service = await openService({ ...shared, ownerUrl: test.url, operatorKey: 'k', tenant: 'default', notifications });
  ({ app } = await createHttpApp(ComplianceModule.forRoot({ ...shared, ...service }), {
    checkToken: tokenChecker({ admin: 'admin', ingest: 'ingest' }),
    log: silentLog,
    metrics: shared.metrics,
    isUnavailable,
  }));
  acceptEventBodies(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await service.stop();
  await receiver!.close();
  await drop();
});

async function ask<Body>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object, token = 'admin') {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: answer.body, body: (answer.body ? answer.json() : {}) as Body };
}
const errorOf = ({ body }: { body: unknown }) => (body as { error?: { code: string; path?: string } }).error;

const url = (): string => `http://127.0.0.1:${receiver?.port}/hook`;
const webhook = (over: object = {}, target: object = { url: url(), signingSecret }): object => ({
  name: 'security team',
  kind: 'webhook',
  minimumSeverity: 'medium',
  language: 'both',
  target,
  ...over,
});
const channels = '/v1/notification-channels';

it('creates a channel, shows it without its secrets, changes it and keeps what is left out', async () => {
  const made = await ask<NotificationChannelView>('POST', channels, webhook({ stores: ['store-3'] }));
  expect(made).toMatchObject({
    status: 201,
    body: {
      name: 'security team',
      enabled: true,
      settings: { url: url() },
      secrets: ['signingSecret'],
      stores: ['store-3'],
      pending: 0,
    },
  });
  const { id } = made.body;
  const changed = await ask<NotificationChannelView>(
    'PUT',
    `${channels}/${id}`,
    webhook({ name: 'SOC', language: 'zh' }, { url: url() }),
  );
  expect(changed).toMatchObject({ status: 200, body: { id, name: 'SOC', language: 'zh', secrets: ['signingSecret'] } });
  expect(changed.body.stores).toBeUndefined();
  const list = await ask<{ items: NotificationChannelView[] }>('GET', channels);
  expect(list.body.items).toEqual([changed.body]);
  for (const { text } of [made, changed, list]) expect(text).not.toMatch(/whsec_|sealed/);
  const test = await ask<DeliveryView>('POST', `${channels}/${id}/test`);
  expect(test).toMatchObject({ status: 202, body: { kind: 'test', channelId: id, status: 'pending' } });
  await until(
    () => receiver!.received.length,
    (count) => count === 1,
  ); // signed with the secret that was kept
  expect((await ask('DELETE', `${channels}/${id}`)).status).toBe(204);
  expect((await ask<{ items: unknown[] }>('GET', channels)).body.items).toEqual([]);
  const events = await until(
    () => service.store.readStream(`notification-channel-${id}`),
    (found) => found.length === 3,
  );
  expect(events.map(({ data }) => (JSON.parse(data) as { change: string }).change)).toEqual([
    'created',
    'changed',
    'removed',
  ]);
});

it('lists deliveries page by page, and tries again what somebody asks for', async () => {
  status = 500;
  const { id } = (await ask<NotificationChannelView>('POST', channels, webhook({ name: 'paged' }))).body;
  for (const name of ['one', 'two', 'three']) await raise(service.store, name);
  const list = (query = '') => ask<Page<DeliveryView>>('GET', `/v1/deliveries?channel=${id}${query}`);
  await until(list, ({ body }) => body.items.length === 3 && body.items.every((one) => one.status === 'gave-up'));
  const first = (await list('&limit=2')).body;
  const second = (await list(`&limit=2&cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...second.items].map((one) => one.id)).toEqual(
    (await list()).body.items.map((one) => one.id),
  );
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, undefined]);
  const [one] = first.items;
  expect((await list(`&alert=${one!.alertId}`)).body.items.map((found) => found.id)).toEqual([one!.id]);
  expect((await list('&status=delivered')).body.items).toEqual([]);

  status = 200;
  expect(await ask('POST', `/v1/deliveries/${one!.id}/retry`)).toMatchObject({
    status: 202,
    body: { status: 'pending' },
  });
  await until(
    () => list('&status=delivered'),
    ({ body }) => body.items.length === 1,
  );
  expect(errorOf(await ask('POST', `/v1/deliveries/${one!.id}/retry`))).toMatchObject({ code: 'already-delivered' });
  await ask('DELETE', `${channels}/${id}`);
  expect(errorOf(await ask('POST', `/v1/deliveries/${second.items[0]!.id}/retry`))).toMatchObject({
    code: 'channel-disabled',
  });
  expect((await list()).body.items).toHaveLength(3); // what was told stays known
});

it('records for a channel that is switched off what it would have been told', async () => {
  const { id } = (await ask<NotificationChannelView>('POST', channels, webhook({ name: 'off', enabled: false }))).body;
  await raise(service.store, 'unheard');
  const { body } = await until(
    () => ask<Page<DeliveryView>>('GET', `/v1/deliveries?channel=${id}`),
    (answer) => answer.body.items.length === 1,
  );
  expect(body.items[0]).toMatchObject({ status: 'not-sent', withheldBecause: 'channel-disabled', attempts: [] });
  await ask('DELETE', `${channels}/${id}`);
});

it.each<[string, object, string]>([
  ['a member nobody knows', webhook({ role: 'admin' }), '/role'],
  ['no name', webhook({ name: '' }), '/name'],
  ['a name with an end of line', webhook({ name: 'a\nb' }), '/name'],
  ['a name that goes backwards', webhook({ name: 'a\u202Eb' }), '/name'],
  ['a kind nobody knows', webhook({ kind: 'pager' }), '/kind'],
  ['a severity nobody knows', webhook({ minimumSeverity: 'urgent' }), '/minimumSeverity'],
  ['an empty list of stores', webhook({ stores: [] }), '/stores'],
  ['a target that is none', webhook({}, 'https://x.example' as never), '/target'],
  [
    'a member of the target nobody knows',
    webhook({}, { url: 'https://x.example', signingSecret, method: 'GET' }),
    '/target/method',
  ],
  ['no secret', webhook({}, { url: 'https://x.example' }), '/target/signingSecret'],
  ['a short secret', webhook({}, { url: 'https://x.example', signingSecret: 'whsec_AAAA' }), '/target/signingSecret'],
  ['the metadata of a cloud', webhook({}, { url: 'https://169.254.169.254/', signingSecret }), '/target/url'],
  ['this machine', webhook({}, { url: 'https://0x7f000001/', signingSecret }), '/target/url'],
  ['plain http', webhook({}, { url: 'http://hooks.example/', signingSecret }), '/target/url'],
  [
    'another port of a host that is named with one',
    webhook({}, { url: 'http://127.0.0.1:1/', signingSecret }),
    '/target/url',
  ],
  ['a file', webhook({}, { url: 'file:///etc/passwd', signingSecret }), '/target/url'],
  ['mail without a mail server', webhook({ kind: 'mail' }, { to: ['a@shop.example'] }), '/target/to'],
  ['mail to nobody', webhook({ kind: 'mail' }, { to: [] }), '/target/to'],
  ['mail to a header', webhook({ kind: 'mail' }, { to: ['a@shop.example\r\nBcc: b@shop.example'] }), '/target/to'],
  [
    'syslog to this machine',
    webhook({ kind: 'syslog' }, { host: '::1', port: 514, transport: 'udp', format: 'cef' }),
    '/target/host',
  ],
  [
    'syslog to a database',
    webhook({ kind: 'syslog' }, { host: 'db.lan', port: 5432, transport: 'tcp', format: 'cef' }),
    '/target/port',
  ],
  ['a bot that is not its vendor’s', webhook({ kind: 'feishu' }, { url: 'https://evil.example/hook' }), '/target/url'],
])('refuses %s', async (_what, body, path) => {
  const answer = await ask('POST', channels, body);
  expect([answer.status, errorOf(answer)?.code, errorOf(answer)?.path]).toEqual([400, 'parameter-invalid', path]);
});

it('refuses a name twice, another kind, and more than fifty', async () => {
  const { id } = (await ask<NotificationChannelView>('POST', channels, webhook({ name: 'first' }))).body;
  expect(errorOf(await ask('POST', channels, webhook({ name: 'first' })))).toMatchObject({
    code: 'name-taken',
    path: '/name',
  });
  const other = webhook(
    { name: 'first', kind: 'syslog' },
    { host: 'siem.lan', port: 514, transport: 'udp', format: 'cef' },
  );
  expect(errorOf(await ask('PUT', `${channels}/${id}`, other))).toMatchObject({
    code: 'parameter-invalid',
    path: '/kind',
  });
  const answers = await Promise.all(
    Array.from({ length: 52 }, (_, i) => ask('POST', channels, webhook({ name: `n${i}` }))),
  );
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(49);
  expect(errorOf(answers.find((answer) => answer.status === 409)!)).toMatchObject({ code: 'limit-reached' });
});

it.each<['GET' | 'POST' | 'PUT' | 'DELETE', string, number]>([
  ['PUT', `${channels}/00000000-0000-4000-8000-000000000000`, 404],
  ['DELETE', `${channels}/00000000-0000-4000-8000-000000000000`, 404],
  ['POST', `${channels}/00000000-0000-4000-8000-000000000000/test`, 404],
  ['POST', '/v1/deliveries/00000000-0000-4000-8000-000000000000/retry', 404],
  ['DELETE', `${channels}/x`, 400],
  ['GET', '/v1/deliveries?limit=201', 400],
  ['GET', '/v1/deliveries?status=lost', 400],
  ['GET', '/v1/deliveries?cursor=1', 400],
  ['GET', `${channels}?colour=red`, 400],
])('answers %s %s with %i, and 403 to a terminal', async (method, path, expected) => {
  const body = method === 'PUT' ? webhook() : undefined;
  expect((await ask(method, path, body)).status).toBe(expected);
  expect((await ask(method, path, body, 'ingest')).status).toBe(403);
});

it('describes its routes', () => {
  const { paths } = openApiOf(app);
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      channels,
      `${channels}/{id}`,
      `${channels}/{id}/test`,
      '/v1/deliveries',
      '/v1/deliveries/{id}/retry',
    ]),
  );
});
