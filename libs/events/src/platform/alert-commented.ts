import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class AlertCommented {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  comment!: string;
}

export const alertCommented = defineEvent({
  name: 'AlertCommented',
  origin: 'platform',
  schema: 1,
  payload: AlertCommented,
  about: { en: 'Somebody wrote something about an alert.', zh: '有人对告警作了备注。' },
  sample: { actor: 'administrator', comment: 'The manager was at the till herself' },
  personal: ['/actor', '/comment'],
});
