import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hostileMessage, message } from '../notification.fixture.js';
import { botCode, dingtalkBody, dingtalkSigned, feishuBody, feishuSignature, wecomBody } from './bots.js';
import { markdown, markdownValue } from './markdown.js';

const now = 1_763_860_000_123;

it('signs for DingTalk: timestamp in ms and the secret, by the secret, in the query', () => {
  const url = new URL(dingtalkSigned('https://oapi.dingtalk.com/robot/send?access_token=t', 'SECabc', now));
  const expected = createHmac('sha256', 'SECabc').update(`${now}\nSECabc`, 'utf8').digest('base64');
  expect(Object.fromEntries(url.searchParams)).toEqual({ access_token: 't', timestamp: String(now), sign: expected });
  expect(url.search).not.toMatch(/sign=[^&]*[+/]/); // URL-encoded
});

it('signs for Feishu: nothing, by the timestamp in seconds and the secret, in the body', () => {
  const expected = createHmac('sha256', '1763860000\nabc').update('').digest('base64');
  expect(feishuSignature('abc', now)).toEqual({ timestamp: '1763860000', sign: expected });
});

it('has the bodies the bots document', () => {
  expect(dingtalkBody(message('en'))).toMatchObject({
    msgtype: 'markdown',
    markdown: {
      title: '［HIGH］ Password guessing against one operator',
      text: expect.stringContaining('- Operator: op-7\n'),
    },
  });
  expect(wecomBody(message('zh'))).toMatchObject({
    msgtype: 'markdown',
    markdown: { content: expect.stringContaining('- 门店: store-3\n') },
  });
  expect(feishuBody(message('both'))).toMatchObject({
    msg_type: 'post',
    content: {
      post: {
        zh_cn: { title: '【高】针对单个操作员的密码猜测' },
        en_us: { title: '[HIGH] Password guessing against one operator' },
      },
    },
  });
});

it('gives a hostile text no markup, no mention and no link in Markdown', () => {
  fc.assert(
    fc.property(hostileMessage, (hostile) => {
      const text = markdown(hostile, 100_000);
      const plain = markdown(message(hostile.language), 100_000);
      expect(text.split('\n')).toHaveLength(plain.split('\n').length);
      for (const sign of ['`', '<', '@', '](', '://', '**', '~', '|']) {
        expect([sign, text.split(sign).length]).toEqual([sign, plain.split(sign).length]);
      }
    }),
    { numRuns: 300 },
  );
});

it('stays below the 4,096 bytes of WeCom whatever the texts hold', () => {
  const long = message(
    'both',
    { runbook: { en: 'x'.repeat(9_000), zh: '长'.repeat(9_000) } },
    { operatorId: '员'.repeat(256) },
  );
  const { content } = (wecomBody(long) as { markdown: { content: string } }).markdown;
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_000);
  expect(content).toMatch(/…$/);
});

it('leaves ordinary ids as they are', () => expect(markdownValue("till-1.上海 o'7 (x)")).toBe("till-1.上海 o'7 (x)"));

it.each([
  ['{"errcode":0,"errmsg":"ok"}', 0],
  ['{"errcode":310000,"errmsg":"sign not match"}', 310_000],
  ['{"code":0,"msg":"success"}', 0],
  ['{"code":19021,"msg":"sign match fail"}', 19_021],
  ['{"StatusCode":0,"StatusMessage":"success"}', 0],
  ['{"errcode":"0"}', undefined],
  ['<html>', undefined],
  ['null', undefined],
  ['{}', undefined],
])('reads %s as %j', (reply, code) => expect(botCode(reply)).toBe(code));
