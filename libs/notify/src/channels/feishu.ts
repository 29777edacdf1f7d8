import { feishuBody, feishuSignature } from '../formats/bots.js';
import { post } from '../outgoing/post.js';
import { botUrlFault } from './bot-url.js';
import type { ChannelDriver } from './channel-driver.js';
import { takenByBot } from './http-answer.js';

export interface FeishuTarget {
  /** With its hook id. */
  url: string;
  /** When the bot was given the signature protection. */
  signingSecret?: string;
}

/** A hundred a minute and five a second (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot). */
export const feishu: ChannelDriver<FeishuTarget> = {
  kind: 'feishu',
  secrets: ['url', 'signingSecret'],
  limits: { concurrent: 1, perMinute: 90 },
  fault: ({ url }, outgoing) => botUrlFault(url, ['open.feishu.cn', 'open.larksuite.com'], outgoing),
  destination: ({ url }) => new URL(url).origin,
  content: (message) => JSON.stringify(feishuBody(message)),
  async send(message, { url, signingSecret }, outgoing) {
    const signature = signingSecret === undefined ? {} : feishuSignature(signingSecret, outgoing.clock());
    const body = JSON.stringify({ ...signature, ...feishuBody(message) });
    return takenByBot(await post(new URL(url), body, {}, outgoing), outgoing.clock());
  },
};
