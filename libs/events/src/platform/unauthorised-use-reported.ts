import { defineEvent } from '../define-event.js';
import { instant, matching, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, UUID } from '../vocabulary.js';

export class UnauthorisedUseReported {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** When somebody noticed it. */
  @instant()
  noticedAt!: string;

  @text({ max: MAX_SENTENCE })
  description!: string;

  @optional()
  @matching(UUID)
  alertId?: string;
}

export const unauthorisedUseReported = defineEvent({
  name: 'UnauthorisedUseReported',
  origin: 'platform',
  schema: 1,
  payload: UnauthorisedUseReported,
  about: {
    en: "Somebody reported that an operator's sign-in was used by others.",
    zh: '有人报告操作员账号被他人冒用。',
  },
  sample: { actor: 'li.na', noticedAt: '2026-03-02T01:00:00.000Z', description: 'A refund nobody here gave' },
  personal: ['/actor', '/description'],
});
