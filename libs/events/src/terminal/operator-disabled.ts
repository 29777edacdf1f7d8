import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class OperatorDisabled {
  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  role?: string;
}

export const operatorDisabled = defineEvent({
  name: 'OperatorDisabled',
  origin: 'terminal',
  schema: 1,
  payload: OperatorDisabled,
  about: { en: 'An operator was disabled at the terminal.', zh: '在终端上停用了操作员。' },
  sample: { actor: 'o-manager-1', role: 'cashier' },
  personal: ['/actor'],
});
