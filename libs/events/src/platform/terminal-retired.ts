import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class TerminalRetired {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const terminalRetired = defineEvent({
  name: 'TerminalRetired',
  origin: 'platform',
  schema: 1,
  payload: TerminalRetired,
  about: {
    en: 'A terminal was taken out of service; its serial number may be registered again.',
    zh: '终端已停用；其序列号可以重新登记。',
  },
  sample: { actor: 'administrator', reason: 'The keypad is worn out' },
  personal: ['/actor', '/reason'],
});
