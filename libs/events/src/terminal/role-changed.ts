import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class RoleChanged {
  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  role?: string;
}

export const roleChanged = defineEvent({
  name: 'RoleChanged',
  origin: 'terminal',
  schema: 1,
  payload: RoleChanged,
  about: { en: "An operator's role was changed.", zh: '操作员的角色已变更。' },
  sample: { actor: 'o-manager-1', role: 'cashier' },
  personal: ['/actor'],
});
