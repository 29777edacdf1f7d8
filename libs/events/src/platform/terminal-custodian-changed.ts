import { defineEvent } from '../define-event.js';
import { text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class TerminalCustodianChanged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_PERSON_ID })
  custodian!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const terminalCustodianChanged = defineEvent({
  name: 'TerminalCustodianChanged',
  origin: 'platform',
  schema: 1,
  payload: TerminalCustodianChanged,
  about: { en: 'A terminal was given into the keeping of somebody else.', zh: '终端的保管人已变更。' },
  sample: { actor: 'administrator', custodian: 'wang.wei', reason: 'Li Na changed stores' },
  personal: ['/actor', '/custodian', '/reason'],
});
