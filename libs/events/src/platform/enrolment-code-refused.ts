import { defineEvent } from '../define-event.js';
import { matching } from '../fields.js';
import { KEY_ID, TERMINAL_ID } from '../vocabulary.js';

export class EnrolmentCodeRefused {
  @matching(TERMINAL_ID)
  terminalId!: string;

  /** Of the key that was to be registered with the wrong code. */
  @matching(KEY_ID)
  keyId!: string;
}

export const enrolmentCodeRefused = defineEvent({
  name: 'EnrolmentCodeRefused',
  origin: 'platform',
  schema: 1,
  payload: EnrolmentCodeRefused,
  about: {
    en: 'A key was to be registered with a wrong code while one was open; ten of these spend the open code.',
    zh: '在注册码有效期间有人使用错误的注册码登记密钥；累计十次后该注册码作废。',
  },
  sample: { terminalId: 'till-7', keyId: 'a3f1c09be4d2715f8a6b0c4d9e2f1137' },
  personal: [],
});
