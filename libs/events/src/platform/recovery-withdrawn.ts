import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryWithdrawn {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const recoveryWithdrawn = defineEvent({
  name: 'RecoveryWithdrawn',
  origin: 'platform',
  schema: 1,
  payload: RecoveryWithdrawn,
  about: { en: 'A request to replace a password was taken back.', zh: '密码恢复申请被撤回。' },
  sample: { actor: 'zhao', reason: 'Remembered it after all' },
  personal: ['/actor', '/reason'],
});
