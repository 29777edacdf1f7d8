import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, UUID } from '../vocabulary.js';

export class AccountDisabled {
  @matching(UUID)
  accountId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountDisabled = defineEvent({
  name: 'AccountDisabled',
  origin: 'platform',
  schema: 1,
  payload: AccountDisabled,
  about: {
    en: 'An account was switched off: nobody gets in by it, and its sessions and tokens are worth nothing.',
    zh: '账户被停用：无法登录，会话与令牌全部失效。',
  },
  sample: { accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01', reason: 'Left the company', actor: 'administrator' },
  personal: ['/actor', '/reason'],
});
