import { defineEvent } from '../define-event.js';
import { anyObject, instant, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class AccessReviewOpened {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @instant()
  dueAt!: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  storeId?: string;

  /** By operator id, what was known of the account: status, role, scope class, when it was last used. */
  @anyObject()
  accounts!: Record<string, unknown>;

  /** The same of the platform's own accounts, by account id; absent: they were not reviewed. */
  @optional()
  @anyObject()
  console?: Record<string, unknown>;
}

export const accessReviewOpened = defineEvent({
  name: 'AccessReviewOpened',
  origin: 'platform',
  schema: 1,
  payload: AccessReviewOpened,
  about: {
    en: 'A review of who has access began, with what was known of each account.',
    zh: '访问权限复核开始，并记录了各账号当时的情况。',
  },
  sample: {
    actor: 'administrator',
    dueAt: '2026-04-01T00:00:00.000Z',
    accounts: { 'op-7': { status: 'active', role: 'cashier', lastSeen: '2026-03-01T09:00:00.000Z' } },
  },
  personal: ['/actor', '/accounts', '/console'],
});
