import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryRejected {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const recoveryRejected = defineEvent({
  name: 'RecoveryRejected',
  origin: 'platform',
  schema: 1,
  payload: RecoveryRejected,
  about: { en: 'Somebody decided that a password is not to be replaced.', zh: '有人驳回了密码恢复申请。' },
  sample: { actor: 'zhao', reason: 'Remembered it after all' },
  personal: ['/actor', '/reason'],
});
