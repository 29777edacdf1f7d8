import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, TERMINAL_ID } from '../vocabulary.js';

export class DeviceRegistered {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @matching(TERMINAL_ID)
  terminalId!: string;

  @text({ max: MAX_REFERENCE })
  model!: string;

  @text({ max: MAX_REFERENCE })
  serial!: string;
}

export const deviceRegistered = defineEvent({
  name: 'DeviceRegistered',
  origin: 'platform',
  schema: 1,
  payload: DeviceRegistered,
  about: {
    en: 'Somebody registered which device a terminal is: its model and serial number.',
    zh: '有人登记了终端的设备型号与序列号。',
  },
  sample: { actor: 'zhao', terminalId: 'till-7', model: 'P-400', serial: 'SN-20211' },
  personal: ['/actor'],
});
