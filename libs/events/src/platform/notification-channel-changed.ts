import { defineEvent } from '../define-event.js';
import { flag, listOf, matching, oneOf, optional, text } from '../fields.js';
import {
  channelKinds,
  type ChannelKind,
  MAX_PERSON_ID,
  MAX_REFERENCE,
  MAX_SENTENCE,
  notificationLanguages,
  type NotificationLanguage,
  severities,
  type Severity,
  UUID,
} from '../vocabulary.js';

const changes = ['created', 'changed', 'removed', 'disabled'] as const;
const reasons = ['failing', 'gone'] as const;
/** How many rules or stores one channel can be narrowed to. */
const MAX_NARROWED = 200;

export class NotificationChannelChanged {
  @matching(UUID)
  channelId!: string;

  /** `disabled`: by the platform, for `reason`. */
  @oneOf(changes)
  change!: (typeof changes)[number];

  @text({ max: MAX_REFERENCE })
  name!: string;

  @oneOf(channelKinds)
  kind!: ChannelKind;

  @flag()
  enabled!: boolean;

  /** Host or addresses; never a key. */
  @text({ max: MAX_SENTENCE })
  destination!: string;

  @oneOf(severities)
  minimumSeverity!: Severity;

  @oneOf(notificationLanguages)
  language!: NotificationLanguage;

  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_NARROWED })
  rules?: string[];

  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_NARROWED })
  stores?: string[];

  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @oneOf(reasons)
  reason?: (typeof reasons)[number];
}

export const notificationChannelChanged = defineEvent({
  name: 'NotificationChannelChanged',
  origin: 'platform',
  schema: 1,
  payload: NotificationChannelChanged,
  about: {
    en: 'A channel for notifications was created, changed, removed, or switched off because nothing got through.',
    zh: '通知渠道被创建、修改、删除，或因一直无法送达而被停用。',
  },
  sample: {
    channelId: '1c5b7a52-6f0d-4b8e-9c55-5a3f6f1f7e01',
    change: 'created',
    name: 'security team',
    kind: 'webhook',
    enabled: true,
    destination: 'https://hooks.example',
    minimumSeverity: 'medium',
    language: 'both',
    stores: ['store-3'],
    actor: 'admin',
  },
  personal: ['/actor', '/destination'],
});
