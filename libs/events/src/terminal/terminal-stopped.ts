import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { MAX_REFERENCE, stopReasons, type StopReason } from '../vocabulary.js';

export class TerminalStopped {
  @optional()
  @oneOf(stopReasons)
  reason?: StopReason;

  @optional()
  @text({ max: MAX_REFERENCE })
  softwareVersion?: string;
}

export const terminalStopped = defineEvent({
  name: 'TerminalStopped',
  origin: 'terminal',
  schema: 1,
  payload: TerminalStopped,
  about: { en: 'A terminal stopped.', zh: '终端停止。' },
  sample: { reason: 'update', softwareVersion: '4.2.1' },
  personal: [],
});
