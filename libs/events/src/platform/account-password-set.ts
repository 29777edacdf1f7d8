import { defineEvent } from '../define-event.js';
import { flag, matching, oneOf, text } from '../fields.js';
import { MAX_PERSON_ID, passwordWays, type PasswordWay, UUID } from '../vocabulary.js';

export class AccountPasswordSet {
  @matching(UUID)
  accountId!: string;

  /** A setup link, the person, or an administrator for them. */
  @oneOf(passwordWays)
  by!: PasswordWay;

  /** It must be changed at the first sign-in. */
  @flag()
  temporary!: boolean;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountPasswordSet = defineEvent({
  name: 'AccountPasswordSet',
  origin: 'platform',
  schema: 1,
  payload: AccountPasswordSet,
  about: {
    en: 'An account got a password, and its sessions ended; the password itself is nowhere in the log.',
    zh: '账户设置了密码，其会话随之结束；日志中没有密码本身。',
  },
  sample: { accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01', by: 'setup-link', temporary: false, actor: 'li.na' },
  personal: ['/actor'],
});
