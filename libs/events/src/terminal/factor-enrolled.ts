import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { factors, type Factor, MAX_PERSON_ID } from '../vocabulary.js';

export class FactorEnrolled {
  @oneOf(factors)
  factor!: Factor;

  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;
}

export const factorEnrolled = defineEvent({
  name: 'FactorEnrolled',
  origin: 'terminal',
  schema: 1,
  payload: FactorEnrolled,
  about: { en: 'A sign-in factor was enrolled for an operator.', zh: '为操作员登记了登录因子。' },
  sample: { factor: 'card', actor: 'o-manager-1' },
  personal: ['/actor'],
});
