import { defineEvent } from '../define-event.js';
import { listOf, oneOf, optional, text } from '../fields.js';
import { recoverySteps, type RecoveryStep } from '../recovery-words.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryClosed {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** What had not been seen by then. */
  @listOf(oneOf(recoverySteps), { max: recoverySteps.length })
  unmet!: RecoveryStep[];

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const recoveryClosed = defineEvent({
  name: 'RecoveryClosed',
  origin: 'platform',
  schema: 1,
  payload: RecoveryClosed,
  about: { en: 'Somebody closed a recovery that was carried out.', zh: '有人结束了已执行的恢复工单。' },
  sample: { actor: 'zhao', unmet: ['factor-enrolled'], comment: 'The shop has no cards' },
  personal: ['/actor', '/comment'],
});
