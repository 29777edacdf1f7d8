import { defineEvent } from '../define-event.js';
import { matching, oneOf, text } from '../fields.js';
import { MAX_PERSON_ID, UUID } from '../vocabulary.js';

const factorChanges = ['enrolled', 'removed'] as const;

export class AccountFactorChanged {
  @matching(UUID)
  accountId!: string;

  @oneOf(factorChanges)
  change!: (typeof factorChanges)[number];

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const accountFactorChanged = defineEvent({
  name: 'AccountFactorChanged',
  origin: 'platform',
  schema: 1,
  payload: AccountFactorChanged,
  about: {
    en: 'A second factor (one-time codes by an app) was enrolled for an account, or removed.',
    zh: '账户绑定或移除了第二因素（动态验证码）。',
  },
  sample: { accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01', change: 'enrolled', actor: 'li.na' },
  personal: ['/actor'],
});
