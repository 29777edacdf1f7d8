import { createHmac } from 'node:crypto';
import type { Message } from '../notification.js';
import { headlineOf, sidesOf, told, type Told } from '../text/wording.js';
import { markdown, markdownValue } from './markdown.js';

/** WeCom refuses more than 4,096 bytes; DingTalk cuts at about 5,000 characters. */
const markdownBytesMax = 4_000;

/** https://open.dingtalk.com/document/robots/custom-robot-access */
export function dingtalkBody(message: Message): object {
  const title = markdownValue(headlineOf(message));
  return {
    msgtype: 'markdown',
    markdown: { title, text: markdown(message, markdownBytesMax) },
    at: { isAtAll: false },
  };
}

/** `timestamp` (ms) and `sign` for the query: HMAC-SHA-256 with the secret over `timestamp\nsecret`, base64. */
export function dingtalkSigned(url: string, secret: string, nowMs: number): string {
  const signed = new URL(url);
  const sign = createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64');
  signed.searchParams.set('timestamp', String(nowMs));
  signed.searchParams.set('sign', sign);
  return signed.href;
}

/** https://developer.work.weixin.qq.com/document/path/91770 */
export function wecomBody(message: Message): object {
  return { msgtype: 'markdown', markdown: { content: markdown(message, markdownBytesMax) } };
}

const feishuLanguages = { zh: 'zh_cn', en: 'en_us' } as const;

/**
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot. A `post`, whose text parts are text and nothing else; the
 * client shows the part in its user's language.
 */
export function feishuBody(message: Message): object {
  const parts = sidesOf(message.language).map((side) => [feishuLanguages[side], feishuPart(told(message, side))]);
  return { msg_type: 'post', content: { post: Object.fromEntries(parts) } };
}

function feishuPart({ headline, facts, runbookLabel, runbook, linkLabel, link }: Told): object {
  const line = (text: string): object[] => [{ tag: 'text', text }];
  return {
    title: headline,
    content: [
      ...facts.map(({ label, value }) => line(`${label}: ${value}`)),
      ...(link === undefined ? [] : [[{ tag: 'a', text: linkLabel, href: link }]]),
      ...(runbook === undefined ? [] : [line(`${runbookLabel}: ${runbook}`)]),
    ],
  };
}

/** `timestamp` (s) and `sign` for the body: HMAC-SHA-256 over nothing, with `timestamp\nsecret` as its key, base64. */
export function feishuSignature(secret: string, nowMs: number): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(nowMs / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}

/** What a bot's 200 really says. DingTalk and WeCom: `errcode`; Feishu: `code`, of old `StatusCode`. Zero is success. */
export function botCode(reply: string): number | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(reply);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { errcode, code, StatusCode } = answer as Record<string, unknown>;
  const told = errcode ?? code ?? StatusCode;
  return typeof told === 'number' ? told : undefined;
}
