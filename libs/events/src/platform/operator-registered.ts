import { defineEvent } from '../define-event.js';
import { listOf, oneOf, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_STORES, scopeClasses, type ScopeClass } from '../vocabulary.js';

export class OperatorRegistered {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @optional()
  @text({ max: MAX_PERSON_ID })
  name?: string;

  @text({ max: MAX_REFERENCE })
  role!: string;

  @oneOf(scopeClasses)
  scopeClass!: ScopeClass;

  /** Where they work; none: everywhere. */
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_STORES })
  stores!: string[];

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const operatorRegistered = defineEvent({
  name: 'OperatorRegistered',
  origin: 'platform',
  schema: 1,
  payload: OperatorRegistered,
  about: {
    en: 'An operator was entered in the register, or again after having left.',
    zh: '操作员已登记，或离职后重新登记。',
  },
  sample: {
    operatorId: 'o-7',
    name: 'Li Na',
    role: 'cashier',
    scopeClass: 'single-card-cashier',
    stores: ['s-1'],
    actor: 'administrator',
  },
  personal: ['/operatorId', '/name', '/actor'],
});
