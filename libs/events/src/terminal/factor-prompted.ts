import { defineEvent } from '../define-event.js';
import { oneOf, optional } from '../fields.js';
import { factors, promptOutcomes, type Factor, type PromptOutcome } from '../vocabulary.js';

export class FactorPrompted {
  @oneOf(factors)
  factor!: Factor;

  @optional()
  @oneOf(promptOutcomes)
  outcome?: PromptOutcome;
}

export const factorPrompted = defineEvent({
  name: 'FactorPrompted',
  origin: 'terminal',
  schema: 1,
  payload: FactorPrompted,
  about: { en: 'An operator was asked for a second sign-in factor.', zh: '要求操作员提供第二登录因子。' },
  sample: { factor: 'qr', outcome: 'denied' },
  personal: [],
});
