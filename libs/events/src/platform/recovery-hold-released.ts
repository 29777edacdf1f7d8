import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryHoldReleased {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const recoveryHoldReleased = defineEvent({
  name: 'RecoveryHoldReleased',
  origin: 'platform',
  schema: 1,
  payload: RecoveryHoldReleased,
  about: {
    en: 'Documents of a recovery case no longer have to be kept beyond their retention.',
    zh: '恢复工单的证据文件解除留存，保存期满后可以销毁。',
  },
  sample: { actor: 'sun', reason: 'The inquiry is closed' },
  personal: ['/actor', '/reason'],
});
