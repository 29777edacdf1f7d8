import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class AccessReviewClosed {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  note?: string;
}

export const accessReviewClosed = defineEvent({
  name: 'AccessReviewClosed',
  origin: 'platform',
  schema: 1,
  payload: AccessReviewClosed,
  about: {
    en: 'Every account of an access review was decided on, and it was closed.',
    zh: '访问权限复核中的账号均已决定，复核已关闭。',
  },
  sample: { actor: 'wang.wei', note: 'Two accounts removed' },
  personal: ['/actor', '/note'],
});
