import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class AlertAcknowledged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const alertAcknowledged = defineEvent({
  name: 'AlertAcknowledged',
  origin: 'platform',
  schema: 1,
  payload: AlertAcknowledged,
  about: { en: 'Somebody has seen an alert and looks into it.', zh: '有人已看到告警并着手处理。' },
  sample: { actor: 'administrator', comment: 'Calling the store' },
  personal: ['/actor', '/comment'],
});
