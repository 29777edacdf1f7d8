import { defineEvent } from '../define-event.js';
import { nested, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';
import { TerminalBinding, terminalRegistered } from './terminal-registered.js';

export class TerminalBindingChanged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @nested(() => TerminalBinding)
  binding!: TerminalBinding;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const terminalBindingChanged = defineEvent({
  name: 'TerminalBindingChanged',
  origin: 'platform',
  schema: 1,
  payload: TerminalBindingChanged,
  about: { en: 'Somebody changed what a terminal is bound to.', zh: '有人变更了终端的绑定信息。' },
  sample: { actor: 'administrator', binding: terminalRegistered.sample.binding, reason: 'The shop has a new bank' },
  personal: ['/actor', '/binding', '/reason'],
});
