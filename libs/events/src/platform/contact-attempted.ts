import { defineEvent } from '../define-event.js';
import { flag, oneOf, optional, text } from '../fields.js';
import { contactMeans, contactParties, type ContactMeans, type ContactParty } from '../recovery-words.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class ContactAttempted {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(contactParties)
  party!: ContactParty;

  @oneOf(contactMeans)
  means!: ContactMeans;

  @flag()
  reached!: boolean;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const contactAttempted = defineEvent({
  name: 'ContactAttempted',
  origin: 'platform',
  schema: 1,
  payload: ContactAttempted,
  about: {
    en: 'Somebody tried to reach the operator, the vendor or the bank about a recovery.',
    zh: '有人就恢复工单联系了操作员、厂商或银行等。',
  },
  sample: { actor: 'li.na', party: 'bank', means: 'phone', reached: false },
  personal: ['/actor', '/comment'],
});
