import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, resolutionReasons, UUID, type ResolutionReason } from '../vocabulary.js';

export class AlertResolved {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(resolutionReasons)
  reason!: ResolutionReason;

  /** The alert it is a duplicate of. */
  @optional()
  @matching(UUID)
  duplicateOf?: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const alertResolved = defineEvent({
  name: 'AlertResolved',
  origin: 'platform',
  schema: 1,
  payload: AlertResolved,
  about: { en: 'Somebody closed an alert and said what it was.', zh: '有人关闭了告警并说明了结论。' },
  sample: { actor: 'administrator', reason: 'benign', comment: 'New PIN after a reset' },
  personal: ['/actor', '/comment'],
});
