import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class OperatorAdded {
  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  role?: string;
}

export const operatorAdded = defineEvent({
  name: 'OperatorAdded',
  origin: 'terminal',
  schema: 1,
  payload: OperatorAdded,
  about: { en: 'An operator was added at the terminal.', zh: '在终端上新增了操作员。' },
  sample: { actor: 'o-manager-1', role: 'cashier' },
  personal: ['/actor'],
});
