import { defineEvent } from '../define-event.js';
import { matching } from '../fields.js';
import { TERMINAL_ID } from '../vocabulary.js';

export class SerialReleased {
  @matching(TERMINAL_ID)
  terminalId!: string;
}

export const serialReleased = defineEvent({
  name: 'SerialReleased',
  origin: 'platform',
  schema: 1,
  payload: SerialReleased,
  about: { en: 'A serial number is no longer taken by a terminal.', zh: '序列号不再归属该终端。' },
  sample: { terminalId: 'till-7' },
  personal: [],
});
