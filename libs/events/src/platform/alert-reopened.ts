import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class AlertReopened {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const alertReopened = defineEvent({
  name: 'AlertReopened',
  origin: 'platform',
  schema: 1,
  payload: AlertReopened,
  about: {
    en: 'Somebody opened a resolved alert again; how it was resolved stays in its history.',
    zh: '有人重新打开了已关闭的告警；此前的结论保留在历史中。',
  },
  sample: { actor: 'administrator', comment: 'It happened again' },
  personal: ['/actor', '/comment'],
});
