import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class OperatorLeft {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const operatorLeft = defineEvent({
  name: 'OperatorLeft',
  origin: 'platform',
  schema: 1,
  payload: OperatorLeft,
  about: {
    en: 'An operator does not work here any more.',
    zh: '操作员已离职。',
  },
  sample: { operatorId: 'o-7', reason: 'Contract ended', actor: 'administrator' },
  personal: ['/operatorId', '/reason', '/actor'],
});
