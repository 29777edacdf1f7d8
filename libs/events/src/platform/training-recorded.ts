import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, optional, text } from '../fields.js';
import { DIGEST, MAX_PERSON_ID, MAX_REFERENCE, trainingMethods, type TrainingMethod } from '../vocabulary.js';

export class TrainingRecorded {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_REFERENCE })
  topic!: string;

  @oneOf(trainingMethods)
  method!: TrainingMethod;

  @instant()
  completedAt!: string;

  @instant()
  expiresAt!: string;

  /** SHA-256 of the certificate or attendance list; the document itself stays where it is. */
  @optional()
  @matching(DIGEST)
  evidence?: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const trainingRecorded = defineEvent({
  name: 'TrainingRecorded',
  origin: 'platform',
  schema: 1,
  payload: TrainingRecorded,
  about: {
    en: 'A registered operator was trained; it holds until it expires.',
    zh: '已登记的操作员完成培训，在到期前有效。',
  },
  sample: {
    operatorId: 'o-7',
    topic: 'security-awareness',
    method: 'classroom',
    completedAt: '2026-03-02T01:00:00.000Z',
    expiresAt: '2027-03-02T01:00:00.000Z',
    evidence: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    actor: 'administrator',
  },
  personal: ['/operatorId', '/actor'],
});
