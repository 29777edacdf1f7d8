import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { factors, type Factor, MAX_PERSON_ID } from '../vocabulary.js';

export class FactorBypassed {
  @oneOf(factors)
  factor!: Factor;

  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;
}

export const factorBypassed = defineEvent({
  name: 'FactorBypassed',
  origin: 'terminal',
  schema: 1,
  payload: FactorBypassed,
  about: { en: 'A required sign-in factor was skipped.', zh: '跳过了必需的登录因子。' },
  sample: { factor: 'card', actor: 'o-manager-1' },
  personal: ['/actor'],
});
