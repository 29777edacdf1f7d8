import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text, whole } from '../fields.js';
import {
  channelKinds,
  type ChannelKind,
  HASH,
  MAX_COUNT,
  MAX_REFERENCE,
  MAX_SENTENCE,
  notificationKinds,
  type NotificationKind,
  UUID,
} from '../vocabulary.js';

export class NotificationDelivered {
  @matching(UUID)
  channelId!: string;

  @text({ max: MAX_REFERENCE })
  channel!: string;

  @oneOf(channelKinds)
  channelKind!: ChannelKind;

  /** Host or addresses; never a key. */
  @text({ max: MAX_SENTENCE })
  destination!: string;

  @oneOf(notificationKinds)
  notification!: NotificationKind;

  @optional()
  @matching(UUID)
  alertId?: string;

  /** Of the alert's event that was told. */
  @optional()
  @whole({ min: 0, max: MAX_COUNT })
  alertRevision?: number;

  @whole({ min: 1, max: MAX_COUNT })
  attempts!: number;

  /** SHA-256 of what was told. */
  @matching(HASH)
  contentHash!: string;
}

export const notificationDelivered = defineEvent({
  name: 'NotificationDelivered',
  origin: 'platform',
  schema: 1,
  payload: NotificationDelivered,
  about: {
    en: 'A channel took a notification: who was told what, and when.',
    zh: '渠道已接收通知：何时向谁告知了什么。',
  },
  sample: {
    channelId: '1c5b7a52-6f0d-4b8e-9c55-5a3f6f1f7e01',
    channel: 'security team',
    channelKind: 'webhook',
    destination: 'https://hooks.example',
    notification: 'alert-raised',
    alertId: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
    alertRevision: 0,
    attempts: 1,
    contentHash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  personal: ['/destination'],
});
