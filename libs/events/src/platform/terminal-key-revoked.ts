import { defineEvent } from '../define-event.js';
import { matching, nested, optional, text, whole } from '../fields.js';
import { KEY_ID, MAX_PERSON_ID, MAX_SENTENCE, TERMINAL_ID } from '../vocabulary.js';

export class JournalPlace {
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  epoch!: number;

  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  sequence!: number;
}

export class TerminalKeyRevoked {
  @matching(TERMINAL_ID)
  terminalId!: string;

  @matching(KEY_ID)
  keyId!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Seals up to this place that are still on their way are expected, and raise no alert; trusted they are not. */
  @optional()
  @nested(() => JournalPlace)
  drainUntil?: JournalPlace;
}

export const terminalKeyRevoked = defineEvent({
  name: 'TerminalKeyRevoked',
  origin: 'platform',
  schema: 1,
  payload: TerminalKeyRevoked,
  about: {
    en: "Somebody revoked a terminal's key: seals by it that we receive from now on are kept and not trusted.",
    zh: '有人吊销了终端密钥：此后收到的该密钥封存记录将保留但不予采信。',
  },
  sample: {
    terminalId: 'till-7',
    keyId: 'a3f1c09be4d2715f8a6b0c4d9e2f1137',
    reason: 'The device was stolen',
    actor: 'admin',
    drainUntil: { epoch: 1_772_413_200, sequence: 412 },
  },
  personal: ['/actor', '/reason'],
});
