import { defineEvent } from '../define-event.js';
import { oneOf, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, scopeClasses, type ScopeClass } from '../vocabulary.js';

export class OperatorScopeAssigned {
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @oneOf(scopeClasses)
  scopeClass!: ScopeClass;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const operatorScopeAssigned = defineEvent({
  name: 'OperatorScopeAssigned',
  origin: 'platform',
  schema: 1,
  payload: OperatorScopeAssigned,
  about: {
    en: 'Somebody decided which part of PCI DSS an operator falls under; what voided an exemption before no longer counts.',
    zh: '已确定操作员适用的 PCI DSS 范围；此前使豁免失效的行为不再计入。',
  },
  sample: { operatorId: 'o-7', scopeClass: 'supervisor', reason: 'Resets passwords now', actor: 'administrator' },
  personal: ['/operatorId', '/reason', '/actor'],
});
