import { defineEvent } from '../define-event.js';
import { matching, text, whole } from '../fields.js';
import { MAX_COUNT, MAX_PERSON_ID, MAX_SENTENCE, POLICY_PROFILE } from '../vocabulary.js';

export class PolicyDraftDiscarded {
  @matching(POLICY_PROFILE)
  profile!: string;

  /** Revision of the draft in the stream. */
  @whole({ min: 0, max: MAX_COUNT })
  draft!: number;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const policyDraftDiscarded = defineEvent({
  name: 'PolicyDraftDiscarded',
  origin: 'platform',
  schema: 1,
  payload: PolicyDraftDiscarded,
  about: {
    en: 'A draft of a policy profile was not put in force.',
    zh: '策略模板的草案未获批准，已作废。',
  },
  sample: { profile: 'pci-dss', draft: 3, reason: 'Too short a lock', actor: 'sun' },
  personal: ['/reason', '/actor'],
});
