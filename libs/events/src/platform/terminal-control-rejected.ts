import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class TerminalControlRejected {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const terminalControlRejected = defineEvent({
  name: 'TerminalControlRejected',
  origin: 'platform',
  schema: 1,
  payload: TerminalControlRejected,
  about: {
    en: 'Somebody else did not agree that a terminal be frozen or unfrozen.',
    zh: '另一人不同意冻结或解冻终端。',
  },
  sample: { actor: 'wang.wei', reason: 'Not ours' },
  personal: ['/actor', '/reason'],
});
