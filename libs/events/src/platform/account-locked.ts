import { defineEvent } from '../define-event.js';
import { instant, matching, whole } from '../fields.js';
import { MAX_COUNT, UUID } from '../vocabulary.js';

export class AccountLocked {
  @matching(UUID)
  accountId!: string;

  /** Wrong tries in a row by then. */
  @whole({ min: 1, max: MAX_COUNT })
  failures!: number;

  @instant()
  until!: string;
}

export const accountLocked = defineEvent({
  name: 'AccountLocked',
  origin: 'platform',
  schema: 1,
  payload: AccountLocked,
  about: {
    en: 'Too many wrong passwords or codes in a row: nobody gets in until then, the right password included.',
    zh: '连续多次密码或验证码错误：在此之前即使密码正确也无法登录。',
  },
  sample: { accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01', failures: 10, until: '2026-03-02T01:30:00.000Z' },
  personal: [],
});
