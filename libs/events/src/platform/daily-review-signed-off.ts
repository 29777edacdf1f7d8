import { defineEvent } from '../define-event.js';
import { flag, matching, text } from '../fields.js';
import { DIGEST, MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class DailyReviewSignedOff {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Of the content that was looked at. */
  @matching(DIGEST)
  digest!: string;

  @text({ max: MAX_SENTENCE })
  note!: string;

  /** Whoever signed had handled its alerts, and was the only person there was. */
  @flag()
  singlePerson!: boolean;
}

export const dailyReviewSignedOff = defineEvent({
  name: 'DailyReviewSignedOff',
  origin: 'platform',
  schema: 1,
  payload: DailyReviewSignedOff,
  about: { en: 'Somebody reviewed a day and signed it off.', zh: '有人复核并签署了某日的检查结果。' },
  sample: { actor: 'wang.wei', digest: 'ab'.repeat(32), note: 'Nothing open', singlePerson: false },
  personal: ['/actor', '/note'],
});
