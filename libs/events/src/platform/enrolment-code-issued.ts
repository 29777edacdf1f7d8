import { defineEvent } from '../define-event.js';
import { instant, matching, text } from '../fields.js';
import { DIGEST, MAX_PERSON_ID, TERMINAL_ID } from '../vocabulary.js';

export class EnrolmentCodeIssued {
  @matching(TERMINAL_ID)
  terminalId!: string;

  /** Keyed hash of the code, hex; the code itself was shown once and is nowhere. */
  @matching(DIGEST)
  codeHash!: string;

  @instant()
  expiresAt!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const enrolmentCodeIssued = defineEvent({
  name: 'EnrolmentCodeIssued',
  origin: 'platform',
  schema: 1,
  payload: EnrolmentCodeIssued,
  about: {
    en: 'Somebody issued a one-time code with which a terminal may register its key; codes issued before it are void.',
    zh: '有人签发了终端登记密钥用的一次性注册码；此前签发的注册码随即作废。',
  },
  sample: {
    terminalId: 'till-7',
    codeHash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    expiresAt: '2026-03-02T01:10:00.000Z',
    actor: 'admin',
  },
  personal: ['/actor'],
});
