import { wecomBody } from '../formats/bots.js';
import { post } from '../outgoing/post.js';
import { botUrlFault } from './bot-url.js';
import type { ChannelDriver } from './channel-driver.js';
import { takenByBot } from './http-answer.js';

export interface WecomTarget {
  /** With its key. */
  url: string;
}

/** Twenty a minute (https://developer.work.weixin.qq.com/document/path/91770). */
export const wecom: ChannelDriver<WecomTarget> = {
  kind: 'wecom',
  secrets: ['url'],
  limits: { concurrent: 1, perMinute: 18 },
  fault: ({ url }, outgoing) => botUrlFault(url, ['qyapi.weixin.qq.com'], outgoing),
  destination: ({ url }) => new URL(url).origin,
  content: (message) => JSON.stringify(wecomBody(message)),
  async send(message, { url }, outgoing) {
    const reply = await post(new URL(url), JSON.stringify(wecomBody(message)), {}, outgoing);
    return takenByBot(reply, outgoing.clock());
  },
};
