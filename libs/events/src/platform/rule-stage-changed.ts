import { defineEvent } from '../define-event.js';
import { listOf, oneOf, optional, text, whole } from '../fields.js';
import {
  MAX_COUNT,
  MAX_PERSON_ID,
  MAX_REFERENCE,
  MAX_SENTENCE,
  MAX_STORES,
  ruleStages,
  type RuleStage,
} from '../vocabulary.js';

export class RuleStageChanged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  rule!: string;

  @whole({ min: 1, max: MAX_COUNT })
  version!: number;

  @oneOf(ruleStages)
  stage!: RuleStage;

  /** Only in these; absent: everywhere. */
  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_STORES })
  stores?: string[];

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const ruleStageChanged = defineEvent({
  name: 'RuleStageChanged',
  origin: 'platform',
  schema: 1,
  payload: RuleStageChanged,
  about: {
    en: 'A version of a rule became draft, shadow, live or retired, everywhere or in some stores.',
    zh: '规则的某个版本变为草稿、影子、启用或停用，适用于全部或部分门店。',
  },
  sample: {
    actor: 'administrator',
    rule: 'R2',
    version: 1,
    stage: 'shadow',
    stores: ['s-1'],
    reason: 'Too many alerts at shift change',
  },
  personal: ['/actor', '/reason'],
});
