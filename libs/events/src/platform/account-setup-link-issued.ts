import { defineEvent } from '../define-event.js';
import { instant, matching, text } from '../fields.js';
import { MAX_PERSON_ID, UUID } from '../vocabulary.js';

export class AccountSetupLinkIssued {
  @matching(UUID)
  accountId!: string;

  @instant()
  expiresAt!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountSetupLinkIssued = defineEvent({
  name: 'AccountSetupLinkIssued',
  origin: 'platform',
  schema: 1,
  payload: AccountSetupLinkIssued,
  about: {
    en: 'A link was made by which a person sets a password, once; links made before it are void.',
    zh: '签发了一次性设置链接，供本人设置密码；此前的链接作废。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    expiresAt: '2026-03-03T01:00:00.000Z',
    actor: 'administrator',
  },
  personal: ['/actor'],
});
