import { defineEvent } from '../define-event.js';
import { instant, listOf, matching, oneOf, optional, text } from '../fields.js';
import {
  type AccountKind,
  accountKinds,
  MAX_MERCHANTS,
  MAX_PERSON_ID,
  MAX_REFERENCE,
  MAX_ROLES,
  MAX_STORES,
  ROLE,
  UUID,
} from '../vocabulary.js';

export class AccountCreated {
  @matching(UUID)
  accountId!: string;

  /** What it signs in by; never changed. */
  @text({ max: MAX_REFERENCE })
  username!: string;

  @text({ max: MAX_PERSON_ID })
  name!: string;

  @oneOf(accountKinds)
  kind!: AccountKind;

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

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountCreated = defineEvent({
  name: 'AccountCreated',
  origin: 'platform',
  schema: 1,
  payload: AccountCreated,
  about: {
    en: 'An account was made for a person or a machine, with what it may do and where.',
    zh: '为人员或机器创建了账户，并授予其角色与范围。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    username: 'li.na',
    name: 'Li Na',
    kind: 'person',
    roles: ['store-manager'],
    stores: ['s-1'],
    actor: 'administrator',
  },
  personal: ['/username', '/name', '/actor'],
});
