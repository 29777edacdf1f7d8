import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryHeld {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const recoveryHeld = defineEvent({
  name: 'RecoveryHeld',
  origin: 'platform',
  schema: 1,
  payload: RecoveryHeld,
  about: {
    en: 'The documents of a recovery case are kept beyond their retention until somebody says otherwise.',
    zh: '恢复工单的证据文件被依法留存，保存期满也不销毁。',
  },
  sample: { actor: 'sun', reason: 'The police asked for it' },
  personal: ['/actor', '/reason'],
});
