import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { factors, type Factor, MAX_PERSON_ID } from '../vocabulary.js';

export class FactorRemoved {
  @oneOf(factors)
  factor!: Factor;

  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;
}

export const factorRemoved = defineEvent({
  name: 'FactorRemoved',
  origin: 'terminal',
  schema: 1,
  payload: FactorRemoved,
  about: { en: 'A sign-in factor of an operator was removed.', zh: '移除了操作员的登录因子。' },
  sample: { factor: 'card', actor: 'o-manager-1' },
  personal: ['/actor'],
});
