import { defineEvent } from '../define-event.js';
import { flag, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryApproved {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Who may decide alone in a one-person store, by the exception registered for them. */
  @optional()
  @flag()
  onePersonStore?: boolean;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const recoveryApproved = defineEvent({
  name: 'RecoveryApproved',
  origin: 'platform',
  schema: 1,
  payload: RecoveryApproved,
  about: {
    en: 'Somebody other than who asked agreed that a password be replaced.',
    zh: '申请人以外的人员批准了密码恢复。',
  },
  sample: { actor: 'zhao' },
  personal: ['/actor', '/comment'],
});
