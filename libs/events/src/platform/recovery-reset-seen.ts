import { defineEvent } from '../define-event.js';
import { flag, instant, matching, oneOf, text } from '../fields.js';
import { resetFindings, type ResetFinding } from '../recovery-words.js';
import { MAX_PERSON_ID, resetChannels, type ResetChannel, TERMINAL_ID, UUID } from '../vocabulary.js';

export class RecoveryResetSeen {
  @matching(TERMINAL_ID)
  terminalId!: string;

  /** The terminal's event. */
  @matching(UUID)
  eventId!: string;

  /** Corrected time. */
  @instant()
  at!: string;

  @oneOf(resetFindings)
  finding!: ResetFinding;

  @oneOf(resetChannels)
  channel!: ResetChannel;

  @text({ max: MAX_PERSON_ID })
  by!: string;

  @flag()
  temporary!: boolean;
}

export const recoveryResetSeen = defineEvent({
  name: 'RecoveryResetSeen',
  origin: 'platform',
  schema: 1,
  payload: RecoveryResetSeen,
  about: {
    en: 'A terminal gave an operator with an open case a new password, as it was to or otherwise.',
    zh: '终端为有未结工单的操作员重置了密码（按批准方式或其他方式）。',
  },
  sample: {
    terminalId: 'till-7',
    eventId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
    at: '2026-03-02T01:00:00.000Z',
    finding: 'as-ordered',
    channel: 'vendor',
    by: 'vendor-hotline-3',
    temporary: true,
  },
  personal: ['/by'],
});
