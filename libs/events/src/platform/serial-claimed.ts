import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_REFERENCE, TERMINAL_ID } from '../vocabulary.js';

export class SerialClaimed {
  @matching(TERMINAL_ID)
  terminalId!: string;

  @text({ max: MAX_REFERENCE })
  serial!: string;
}

export const serialClaimed = defineEvent({
  name: 'SerialClaimed',
  origin: 'platform',
  schema: 1,
  payload: SerialClaimed,
  about: {
    en: 'A serial number was taken for one terminal; no other may be registered with it.',
    zh: '序列号已归属某一终端；其他终端不得再用其登记。',
  },
  sample: { terminalId: 'till-7', serial: 'N7NL00713825' },
  personal: [],
});
