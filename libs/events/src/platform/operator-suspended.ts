import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class OperatorSuspended {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const operatorSuspended = defineEvent({
  name: 'OperatorSuspended',
  origin: 'platform',
  schema: 1,
  payload: OperatorSuspended,
  about: {
    en: 'A registered operator may not work for the time being.',
    zh: '已登记的操作员被暂停工作。',
  },
  sample: { operatorId: 'o-7', reason: 'On leave until May', actor: 'administrator' },
  personal: ['/operatorId', '/reason', '/actor'],
});
