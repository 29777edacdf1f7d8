import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, shiftKinds, UUID, type ShiftKind } from '../vocabulary.js';

export class ShiftPlanned {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(UUID)
  shiftId!: string;

  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_REFERENCE })
  storeId!: string;

  @instant()
  from!: string;

  @instant()
  to!: string;

  @oneOf(shiftKinds)
  kind!: ShiftKind;
}

export const shiftPlanned = defineEvent({
  name: 'ShiftPlanned',
  origin: 'platform',
  schema: 1,
  payload: ShiftPlanned,
  about: { en: 'An operator is to work, or to be on leave, for a time.', zh: '为操作员安排了班次或休假。' },
  sample: {
    actor: 'administrator',
    shiftId: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
    operatorId: 'o-7',
    storeId: 's-1',
    from: '2026-03-02T01:00:00.000Z',
    to: '2026-03-02T09:00:00.000Z',
    kind: 'work',
  },
  personal: ['/actor', '/operatorId'],
});
