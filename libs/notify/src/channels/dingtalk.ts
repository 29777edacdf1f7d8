import { dingtalkBody, dingtalkSigned } from '../formats/bots.js';
import { post } from '../outgoing/post.js';
import { botUrlFault } from './bot-url.js';
import type { ChannelDriver } from './channel-driver.js';
import { takenByBot } from './http-answer.js';

export interface DingtalkTarget {
  /** With its access token. */
  url: string;
  /** `SEC...`, when the bot was given the signing protection. */
  signingSecret?: string;
}

/** Twenty a minute, or the bot is silent for ten (https://open.dingtalk.com/document/robots/custom-robot-access). */
export const dingtalk: ChannelDriver<DingtalkTarget> = {
  kind: 'dingtalk',
  secrets: ['url', 'signingSecret'],
  limits: { concurrent: 1, perMinute: 18 },
  fault: ({ url }, outgoing) => botUrlFault(url, ['oapi.dingtalk.com'], outgoing),
  destination: ({ url }) => new URL(url).origin,
  content: (message) => JSON.stringify(dingtalkBody(message)),
  async send(message, { url, signingSecret }, outgoing) {
    const signed = signingSecret === undefined ? url : dingtalkSigned(url, signingSecret, outgoing.clock());
    const reply = await post(new URL(signed), JSON.stringify(dingtalkBody(message)), {}, outgoing);
    return takenByBot(reply, outgoing.clock());
  },
};
