import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { MAX_REFERENCE, stopReasons, type StopReason } from '../vocabulary.js';

export class TerminalStarted {
  @optional()
  @oneOf(stopReasons)
  reason?: StopReason;

  @optional()
  @text({ max: MAX_REFERENCE })
  softwareVersion?: string;
}

export const terminalStarted = defineEvent({
  name: 'TerminalStarted',
  origin: 'terminal',
  schema: 1,
  payload: TerminalStarted,
  about: { en: 'A terminal started.', zh: '终端启动。' },
  sample: { reason: 'update', softwareVersion: '4.2.1' },
  personal: [],
});
