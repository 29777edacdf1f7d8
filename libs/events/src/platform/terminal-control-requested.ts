import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE, TERMINAL_ID, UUID } from '../vocabulary.js';

export class TerminalControlRequested {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(TERMINAL_ID)
  terminalId!: string;

  @oneOf(['freeze', 'unfreeze'])
  command!: 'freeze' | 'unfreeze';

  /** A freeze that was issued at once and is to be confirmed within a day: the id of its command. */
  @optional()
  @matching(UUID)
  commandId?: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const terminalControlRequested = defineEvent({
  name: 'TerminalControlRequested',
  origin: 'platform',
  schema: 1,
  payload: TerminalControlRequested,
  about: {
    en: 'Somebody asked that a terminal be frozen or unfrozen; somebody else is to decide.',
    zh: '有人申请冻结或解冻终端，须由另一人决定。',
  },
  sample: { actor: 'li.na', terminalId: 'till-7', command: 'unfreeze', reason: 'It was found' },
  personal: ['/actor', '/reason'],
});
