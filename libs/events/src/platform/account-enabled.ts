import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, UUID } from '../vocabulary.js';

export class AccountEnabled {
  @matching(UUID)
  accountId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountEnabled = defineEvent({
  name: 'AccountEnabled',
  origin: 'platform',
  schema: 1,
  payload: AccountEnabled,
  about: {
    en: 'An account that was switched off was switched on again.',
    zh: '已停用的账户被重新启用。',
  },
  sample: { accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01', reason: 'Left the company', actor: 'administrator' },
  personal: ['/actor', '/reason'],
});
