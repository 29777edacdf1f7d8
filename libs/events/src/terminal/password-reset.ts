import { defineEvent } from '../define-event.js';
import { flag, oneOf, optional, text } from '../fields.js';
import { resetChannels, type ResetChannel, MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class PasswordReset {
  @oneOf(resetChannels)
  channel!: ResetChannel;

  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  caseId?: string;

  /** The operator must change it at the next sign-in. */
  @flag()
  temporary!: boolean;
}

export const passwordReset = defineEvent({
  name: 'PasswordReset',
  origin: 'terminal',
  schema: 1,
  payload: PasswordReset,
  about: { en: 'Somebody gave an operator a new password.', zh: '有人为操作员重置了密码。' },
  sample: { channel: 'vendor', actor: 'vendor-hotline-3', caseId: 'case-2026-0042', temporary: true },
  personal: ['/actor'],
});
