import { defineEvent } from '../define-event.js';
import { instant, listOf, matching, optional, text } from '../fields.js';
import {
  MAX_MERCHANTS,
  MAX_PERSON_ID,
  MAX_REFERENCE,
  MAX_ROLES,
  MAX_SENTENCE,
  MAX_STORES,
  ROLE,
  UUID,
} from '../vocabulary.js';

export class AccountRolesChanged {
  @matching(UUID)
  accountId!: string;

  @listOf(matching(ROLE), { max: MAX_ROLES })
  roles!: string[];

  /** The only ones it sees and acts in; absent, and no merchants either: all. */
  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_STORES })
  stores?: string[];

  /** All stores of these too, also those that join later. */
  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_MERCHANTS })
  merchants?: string[];

  /** It ends then; absent: it does not end by itself. */
  @optional()
  @instant()
  until?: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountRolesChanged = defineEvent({
  name: 'AccountRolesChanged',
  origin: 'platform',
  schema: 1,
  payload: AccountRolesChanged,
  about: {
    en: 'What an account may do, where or how long was set anew; it holds at once.',
    zh: '账户的角色、范围或期限被重新设定，立即生效。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    roles: ['auditor'],
    until: '2026-12-31T16:00:00.000Z',
    reason: 'Annual audit',
    actor: 'administrator',
  },
  personal: ['/actor', '/reason'],
});
