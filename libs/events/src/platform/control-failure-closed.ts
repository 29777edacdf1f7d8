import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class ControlFailureClosed {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Whether more has to be done because of it, and what keeps it from happening again. */
  @text({ max: MAX_SENTENCE })
  riskAssessment!: string;
}

export const controlFailureClosed = defineEvent({
  name: 'ControlFailureClosed',
  origin: 'platform',
  schema: 1,
  payload: ControlFailureClosed,
  about: {
    en: 'The risk of a control failure was assessed and its record closed.',
    zh: '控制失效的风险已评估，记录已关闭。',
  },
  sample: { actor: 'administrator', riskAssessment: 'No logins in the time; disks are watched now' },
  personal: ['/actor', '/riskAssessment'],
});
