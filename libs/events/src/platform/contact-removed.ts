import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class ContactRemoved {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const contactRemoved = defineEvent({
  name: 'ContactRemoved',
  origin: 'platform',
  schema: 1,
  payload: ContactRemoved,
  about: {
    en: 'An operator can no longer be reached where they were registered; whatever is registered next counts as new.',
    zh: '操作员登记的联系方式已删除；之后的登记均视为新登记。',
  },
  sample: { actor: 'zhao', operatorId: 'o-7', reason: 'The number was given up' },
  personal: ['/actor', '/operatorId', '/reason'],
});
