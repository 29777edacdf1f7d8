import { defineEvent } from '../define-event.js';
import { listOf, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE, MAX_STORES } from '../vocabulary.js';

export class OperatorRoleAssigned {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @text({ max: MAX_REFERENCE })
  role!: string;

  /** Absent: those they had. */
  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_STORES })
  stores?: string[];

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const operatorRoleAssigned = defineEvent({
  name: 'OperatorRoleAssigned',
  origin: 'platform',
  schema: 1,
  payload: OperatorRoleAssigned,
  about: {
    en: 'A registered operator has another role, or works in other stores.',
    zh: '已登记操作员的角色或所属门店已变更。',
  },
  sample: {
    operatorId: 'o-7',
    role: 'shift-lead',
    stores: ['s-1', 's-2'],
    reason: 'Promoted',
    actor: 'administrator',
  },
  personal: ['/operatorId', '/reason', '/actor'],
});
