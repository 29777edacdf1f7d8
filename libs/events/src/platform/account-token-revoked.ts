import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, UUID } from '../vocabulary.js';

export class AccountTokenRevoked {
  @matching(UUID)
  accountId!: string;

  @matching(UUID)
  tokenId!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountTokenRevoked = defineEvent({
  name: 'AccountTokenRevoked',
  origin: 'platform',
  schema: 1,
  payload: AccountTokenRevoked,
  about: {
    en: 'A token was made worth nothing before its time.',
    zh: '令牌被提前吊销。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    tokenId: '7d1c7a52-6f0d-4b8e-9c55-5a3f6f1f7e02',
    actor: 'administrator',
  },
  personal: ['/actor'],
});
