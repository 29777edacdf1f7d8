import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf } from '../fields.js';
import { recoverySteps, type RecoveryStep } from '../recovery-words.js';
import { TERMINAL_ID, UUID } from '../vocabulary.js';

export class RecoveryStepSeen {
  @matching(TERMINAL_ID)
  terminalId!: string;

  /** The terminal's event. */
  @matching(UUID)
  eventId!: string;

  /** Corrected time. */
  @instant()
  at!: string;

  @oneOf(recoverySteps)
  step!: RecoveryStep;
}

export const recoveryStepSeen = defineEvent({
  name: 'RecoveryStepSeen',
  origin: 'platform',
  schema: 1,
  payload: RecoveryStepSeen,
  about: {
    en: 'A terminal showed that something a recovery needs afterwards was done.',
    zh: '终端显示恢复后的一项后续措施已完成。',
  },
  sample: {
    terminalId: 'till-7',
    eventId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
    at: '2026-03-02T01:00:00.000Z',
    step: 'password-changed',
  },
  personal: [],
});
