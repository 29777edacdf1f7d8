import { defineEvent } from '../define-event.js';
import { instant, matching, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, UUID } from '../vocabulary.js';

export class AccountTokenIssued {
  @matching(UUID)
  accountId!: string;

  @matching(UUID)
  tokenId!: string;

  @text({ max: MAX_REFERENCE })
  label!: string;

  @instant()
  expiresAt!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountTokenIssued = defineEvent({
  name: 'AccountTokenIssued',
  origin: 'platform',
  schema: 1,
  payload: AccountTokenIssued,
  about: {
    en: 'An account got a token for the API; it was shown once and only its hash is kept.',
    zh: '账户获得了 API 令牌；令牌仅显示一次，只保存其哈希。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    tokenId: '7d1c7a52-6f0d-4b8e-9c55-5a3f6f1f7e02',
    label: 'till 3',
    expiresAt: '2026-06-01T00:00:00.000Z',
    actor: 'administrator',
  },
  personal: ['/actor', '/label'],
});
