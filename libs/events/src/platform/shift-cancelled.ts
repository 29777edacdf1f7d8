import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, UUID } from '../vocabulary.js';

export class ShiftCancelled {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(UUID)
  shiftId!: string;

  @text({ max: MAX_PERSON_ID })
  operatorId!: string;
}

export const shiftCancelled = defineEvent({
  name: 'ShiftCancelled',
  origin: 'platform',
  schema: 1,
  payload: ShiftCancelled,
  about: { en: 'A shift or leave that was planned does not take place.', zh: '已安排的班次或休假被取消。' },
  sample: { actor: 'administrator', shiftId: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10', operatorId: 'o-7' },
  personal: ['/actor', '/operatorId'],
});
