import { defineEvent } from '../define-event.js';
import { instant, oneOf, optional, text } from '../fields.js';
import { recoveryCauses, type RecoveryCause } from '../recovery-words.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class RecoveryCauseRecorded {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(recoveryCauses)
  cause!: RecoveryCause;

  /** Since when the password is not known. */
  @instant()
  onsetAt!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const recoveryCauseRecorded = defineEvent({
  name: 'RecoveryCauseRecorded',
  origin: 'platform',
  schema: 1,
  payload: RecoveryCauseRecorded,
  about: { en: 'Somebody said since when a password is not known, and why.', zh: '有人说明了密码从何时起、因何遗忘。' },
  sample: { actor: 'li.na', cause: 'long-unused', onsetAt: '2026-03-02T01:00:00.000Z' },
  personal: ['/actor', '/comment'],
});
