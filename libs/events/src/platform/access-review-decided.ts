import { defineEvent } from '../define-event.js';
import { anyObject, optional, text } from '../fields.js';
import { MAX_PERSON_ID } from '../vocabulary.js';

export class AccessReviewDecided {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** By operator id: `decision` (keep, change, remove) and `reason`. */
  @anyObject()
  decisions!: Record<string, unknown>;

  /** The same by account id, of the platform's own accounts. */
  @optional()
  @anyObject()
  console?: Record<string, unknown>;
}

export const accessReviewDecided = defineEvent({
  name: 'AccessReviewDecided',
  origin: 'platform',
  schema: 1,
  payload: AccessReviewDecided,
  about: { en: 'Somebody decided which accounts keep their access.', zh: '有人决定了哪些账号保留访问权限。' },
  sample: { actor: 'wang.wei', decisions: { 'op-7': { decision: 'keep', reason: 'Works at till 3' } } },
  personal: ['/actor', '/decisions', '/console'],
});
