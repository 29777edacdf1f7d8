import { defineEvent } from '../define-event.js';
import { listOf, oneOf, text } from '../fields.js';
import { identityItems, type IdentityItem, MAX_PERSON_ID } from '../vocabulary.js';

export class TerminalIdentityChanged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @listOf(oneOf(identityItems), { max: identityItems.length })
  items!: IdentityItem[];
}

export const terminalIdentityChanged = defineEvent({
  name: 'TerminalIdentityChanged',
  origin: 'platform',
  schema: 1,
  payload: TerminalIdentityChanged,
  about: {
    en: 'The registered serial number or binding of a terminal is not what it was.',
    zh: '终端登记的序列号或绑定信息已发生变化。',
  },
  sample: { actor: 'administrator', items: ['serial', 'settlementAccount'] },
  personal: ['/actor'],
});
