import { defineEvent } from '../define-event.js';
import { oneOf, text } from '../fields.js';
import { contactKinds, type ContactKind } from '../recovery-words.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class ContactRegistered {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @oneOf(contactKinds)
  kind!: ContactKind;

  /** The address or number, most of it masked. */
  @text({ max: MAX_REFERENCE })
  masked!: string;
}

export const contactRegistered = defineEvent({
  name: 'ContactRegistered',
  origin: 'platform',
  schema: 1,
  payload: ContactRegistered,
  about: {
    en: 'Somebody registered where an operator can be reached; every registration counts as a change.',
    zh: '有人登记了操作员的联系方式；每次登记均视为变更。',
  },
  sample: { actor: 'zhao', operatorId: 'o-7', kind: 'phone', masked: '*******0042' },
  personal: ['/actor', '/operatorId', '/masked'],
});
