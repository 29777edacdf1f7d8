import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, optional, text, whole } from '../fields.js';
import {
  channelKinds,
  type ChannelKind,
  deliveryFailures,
  type DeliveryFailure,
  MAX_COUNT,
  MAX_REFERENCE,
  MAX_SENTENCE,
  notificationKinds,
  type NotificationKind,
  UUID,
} from '../vocabulary.js';

export class NotificationFailed {
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

  /** Of the alert's event that was to be told. */
  @optional()
  @whole({ min: 0, max: MAX_COUNT })
  alertRevision?: number;

  @whole({ min: 1, max: MAX_COUNT })
  attempts!: number;

  /** When it was first due. */
  @instant()
  since!: string;

  /** What the last attempt came to. */
  @oneOf(deliveryFailures)
  reason!: DeliveryFailure;
}

export const notificationFailed = defineEvent({
  name: 'NotificationFailed',
  origin: 'platform',
  schema: 1,
  payload: NotificationFailed,
  about: {
    en: 'Every attempt to deliver a notification failed; no more are made.',
    zh: '通知的所有投递尝试均失败，不再重试。',
  },
  sample: {
    channelId: '1c5b7a52-6f0d-4b8e-9c55-5a3f6f1f7e01',
    channel: 'security team',
    channelKind: 'webhook',
    destination: 'https://hooks.example',
    notification: 'alert-raised',
    alertId: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
    alertRevision: 0,
    attempts: 10,
    since: '2026-03-02T01:04:10.000Z',
    reason: 'unreachable',
  },
  personal: ['/destination'],
});
