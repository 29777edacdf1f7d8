import { defineEvent } from '../define-event.js';
import { matching, nested, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, POLICY_PROFILE } from '../vocabulary.js';
import { PolicySettings, policyProfilePublished } from './policy-profile-published.js';

export class PolicyProfileDrafted {
  @matching(POLICY_PROFILE)
  profile!: string;

  @nested(() => PolicySettings)
  settings!: PolicySettings;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

const { profile, settings, reason, actor } = policyProfilePublished.sample;

export const policyProfileDrafted = defineEvent({
  name: 'PolicyProfileDrafted',
  origin: 'platform',
  schema: 1,
  payload: PolicyProfileDrafted,
  about: {
    en: 'Somebody wrote the next version of a policy profile; somebody else has to put it in force.',
    zh: '策略模板的新版本已起草，须由另一人批准生效。',
  },
  sample: { profile, settings, reason, actor },
  personal: ['/reason', '/actor'],
});
