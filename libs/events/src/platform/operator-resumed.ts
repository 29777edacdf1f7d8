import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class OperatorResumed {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const operatorResumed = defineEvent({
  name: 'OperatorResumed',
  origin: 'platform',
  schema: 1,
  payload: OperatorResumed,
  about: {
    en: 'A suspended operator works again.',
    zh: '被暂停的操作员恢复工作。',
  },
  sample: { operatorId: 'o-7', reason: 'Back from leave', actor: 'administrator' },
  personal: ['/operatorId', '/reason', '/actor'],
});
