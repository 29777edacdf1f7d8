import { startReceiver, type Receiver } from '@tillwatch/testing';
import { Webhook } from 'standardwebhooks';
import { attempt } from './attempt.js';
import { channelKinds, driverOf, type Target } from './channels.js';
import { message } from './notification.fixture.js';
import { outgoing, type Outgoing } from './outgoing/outgoing.js';
import { trustedHosts } from './outgoing/trusted-hosts.js';

const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const accessToken = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const world = (over: Partial<Outgoing> = {}): Outgoing => outgoing({ trusted: trustedHosts('127.0.0.1'), ...over });
let receiver: Receiver;
let says: { status: number; text: string; headers?: Record<string, string> };

beforeAll(async () => {
  receiver = await startReceiver((response) => response.writeHead(says.status, says.headers).end(says.text));
});
beforeEach(() => receiver.received.splice(0));
afterAll(() => receiver.close());

const url = (path = '/'): string => `http://127.0.0.1:${receiver.port}${path}`;
const tell = (
  target: Target,
  kind: 'webhook' | 'dingtalk' | 'wecom' | 'feishu' = 'webhook',
  over?: Partial<Outgoing>,
) => attempt(kind, message('en'), target, world(over));

it('delivers a webhook that the Standard Webhooks package verifies', async () => {
  says = { status: 200, text: 'ok' };
  expect(await tell({ url: url('/hook'), signingSecret })).toEqual({ outcome: 'delivered', status: 200, reply: 'ok' });
  const { body, headers } = receiver.received[0]!;
  expect(new Webhook(signingSecret).verify(body, headers)).toMatchObject({ type: 'alert.raised' });
  expect(body).toBe(driverOf('webhook').content(message('en'), { url: url(), signingSecret }));
});

it.each([
  [
    { status: 500, text: 'boom' },
    { outcome: 'refused', status: 500, reply: 'boom' },
  ],
  [
    { status: 404, text: '' },
    { outcome: 'refused', status: 404 },
  ],
  [
    { status: 410, text: '' },
    { outcome: 'refused', status: 410, gone: true },
  ],
  [
    { status: 307, text: '' },
    { outcome: 'redirect', status: 307, reply: 'Redirects are not followed.' },
  ],
  [
    { status: 429, text: '', headers: { 'retry-after': '120' } },
    { outcome: 'refused', status: 429, retryAfterMs: 120_000 },
  ],
  [
    { status: 503, text: '', headers: { 'retry-after': '999999999' } },
    { outcome: 'refused', status: 503, retryAfterMs: 86_400_000 },
  ],
  [
    { status: 503, text: '', headers: { 'retry-after': 'soon' } },
    { outcome: 'refused', status: 503 },
  ],
])('reads the answer %j', async (answer, expected) => {
  says = answer;
  expect(await tell({ url: url(), signingSecret })).toEqual(expected);
});

it('takes a date for patience', async () => {
  says = { status: 503, text: '', headers: { 'retry-after': 'Mon, 23 Nov 2026 01:02:00 GMT' } };
  const clock = (): number => Date.parse('2026-11-23T01:00:00Z');
  expect(await tell({ url: url(), signingSecret }, 'webhook', { clock })).toMatchObject({ retryAfterMs: 120_000 });
});

it('keeps of a reply its beginning, on one line, and no secret that the receiver says back', async () => {
  says = { status: 400, text: `bad\u202E\ntoken ${accessToken} password=hunter2 ${'x'.repeat(500)}` };
  const target = { url: url(`/robot/send?access_token=${accessToken}`) };
  const { reply = '' } = await tell(target, 'dingtalk');
  expect(reply).toMatch(/^bad\\u202E\\u000Atoken \[redacted\] password=\[redacted\] x+…$/);
  expect(reply.length).toBeLessThan(250);
});

it.each([
  ['dingtalk' as const, '{"errcode":0,"errmsg":"ok"}', 'delivered', 0],
  ['dingtalk' as const, '{"errcode":310000,"errmsg":"sign not match"}', 'refused', 310_000],
  ['wecom' as const, '{"errcode":0,"errmsg":"ok"}', 'delivered', 0],
  ['wecom' as const, '{"errcode":45009,"errmsg":"api freq out of limit"}', 'refused', 45_009],
  ['feishu' as const, '{"code":0,"msg":"success"}', 'delivered', 0],
  ['feishu' as const, '{"code":19024,"msg":"Key Words Not Found"}', 'refused', 19_024],
  ['feishu' as const, '<html>', 'unreadable-reply', 200],
])('%s: a 200 with %s is %s', async (kind, text, outcome, status) => {
  says = { status: 200, text };
  expect(await tell({ url: url(`/hook/${accessToken}`) }, kind)).toMatchObject({ outcome, status });
});

it('signs what it says to bots', async () => {
  says = { status: 200, text: '{"errcode":0,"code":0}' };
  await tell({ url: url('/robot/send?access_token=t'), signingSecret: 'SECx' }, 'dingtalk', {
    clock: () => 1_763_860_000_123,
  });
  expect(receiver.received[0]!.url).toMatch(/^\/robot\/send\?access_token=t&timestamp=1763860000123&sign=[\w%]+$/);
  await tell({ url: url('/hook'), signingSecret: 'x' }, 'feishu', { clock: () => 1_763_860_000_123 });
  expect(JSON.parse(receiver.received[1]!.body)).toMatchObject({
    timestamp: '1763860000',
    sign: expect.any(String),
    msg_type: 'post',
  });
});

it('says that mail is not set up, and where a target leads to a place that is not allowed', async () => {
  expect(await attempt('mail', message(), { to: ['a@b.example'] }, world())).toMatchObject({ outcome: 'not-set-up' });
  expect(await tell({ url: url(), signingSecret }, 'webhook', { trusted: [] })).toMatchObject({ outcome: 'blocked' });
});

it('goes to a bot only at its vendor, and shows nobody its address', () => {
  for (const kind of ['dingtalk', 'wecom', 'feishu'] as const) {
    const driver = driverOf(kind);
    expect(driver.fault({ url: 'https://evil.example/robot' }, outgoing())?.why).toContain('The host must be');
    expect(driver.secrets).toContain('url');
    expect(driver.destination({ url: `https://bot.example/hook/${accessToken}` })).toBe('https://bot.example');
  }
  expect(
    driverOf('feishu').fault({ url: 'https://open.feishu.cn/open-apis/bot/v2/hook/x' }, outgoing()),
  ).toBeUndefined();
});

it('has a driver for every kind', () => {
  for (const kind of channelKinds) expect(driverOf(kind).kind).toBe(kind);
});
