import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, UUID } from '../vocabulary.js';

export class AccountUnlocked {
  @matching(UUID)
  accountId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountUnlocked = defineEvent({
  name: 'AccountUnlocked',
  origin: 'platform',
  schema: 1,
  payload: AccountUnlocked,
  about: {
    en: 'Somebody ended the lock of an account before its time.',
    zh: '有人提前解除了账户锁定。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    reason: 'Called back and recognised',
    actor: 'administrator',
  },
  personal: ['/actor', '/reason'],
});
