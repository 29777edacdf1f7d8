import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class SilenceExpired {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  reason?: string;
}

export const silenceExpired = defineEvent({
  name: 'SilenceExpired',
  origin: 'platform',
  schema: 1,
  payload: SilenceExpired,
  about: { en: 'Somebody ended a silence before its time.', zh: '有人提前结束了静默。' },
  sample: { actor: 'administrator', reason: 'The keypad works again' },
  personal: ['/actor', '/reason'],
});
