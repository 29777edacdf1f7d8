import { defineEvent } from '../define-event.js';
import { flag, matching, oneOf, optional, text } from '../fields.js';
import {
  MAX_PERSON_ID,
  MAX_SENTENCE,
  TERMINAL_ID,
  terminalCommands,
  type TerminalCommand,
  UUID,
} from '../vocabulary.js';

export class TerminalCommandIssued {
  @matching(TERMINAL_ID)
  terminalId!: string;

  @matching(UUID)
  commandId!: string;

  @oneOf(terminalCommands)
  command!: TerminalCommand;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Whom it is about; without one, everybody at the terminal. */
  @optional()
  @text({ max: MAX_PERSON_ID })
  operatorId?: string;

  /** Who else agreed to it. */
  @optional()
  @text({ max: MAX_PERSON_ID })
  approvedBy?: string;

  /** Nobody else has agreed to it, and nobody has to: the tenant does without a second person. */
  @optional()
  @flag()
  singlePerson?: boolean;
}

export const terminalCommandIssued = defineEvent({
  name: 'TerminalCommandIssued',
  origin: 'platform',
  schema: 1,
  payload: TerminalCommandIssued,
  about: {
    en: 'Somebody told a terminal to do something; it is delivered until the terminal acknowledges it.',
    zh: '有人向终端下达指令；在终端确认之前将持续下发。',
  },
  sample: {
    terminalId: 'till-7',
    commandId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
    command: 'freeze',
    reason: 'The device is missing',
    actor: 'admin',
  },
  personal: ['/reason', '/actor', '/operatorId', '/approvedBy'],
});
