import { defineEvent } from '../define-event.js';
import { matching, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE, POLICY_PROFILE } from '../vocabulary.js';

export class PolicyProfileChosen {
  /** Absent: the store goes by what is chosen for all. */
  @optional()
  @matching(POLICY_PROFILE)
  profile?: string;

  /** Absent: for every store that has no choice of its own. */
  @optional()
  @text({ max: MAX_REFERENCE })
  store?: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const policyProfileChosen = defineEvent({
  name: 'PolicyProfileChosen',
  origin: 'platform',
  schema: 1,
  payload: PolicyProfileChosen,
  about: {
    en: 'Somebody chose the policy profile that all stores, or one of them, go by.',
    zh: '为全部门店或某一门店选定了策略模板。',
  },
  sample: { profile: 'pci-dss', store: 's-1', reason: 'Takes cards', actor: 'administrator' },
  personal: ['/reason', '/actor'],
});
