import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class TerminalControlApproved {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  reason?: string;
}

export const terminalControlApproved = defineEvent({
  name: 'TerminalControlApproved',
  origin: 'platform',
  schema: 1,
  payload: TerminalControlApproved,
  about: { en: 'Somebody else agreed that a terminal be frozen or unfrozen.', zh: '另一人已同意冻结或解冻终端。' },
  sample: { actor: 'wang.wei', reason: 'Seen it' },
  personal: ['/actor', '/reason'],
});
