import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text } from '../fields.js';
import {
  MAX_PERSON_ID,
  MAX_REFERENCE,
  MAX_SENTENCE,
  resetChannels,
  type ResetChannel,
  TERMINAL_ID,
  UUID,
} from '../vocabulary.js';

export class RecoveryCaseRequested {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(resetChannels)
  channel!: ResetChannel;

  /** Whose password it is, as terminals name them. */
  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  /** The same person's own sign-in here, when there is one: nobody decides for themselves under another name. */
  @optional()
  @text({ max: MAX_PERSON_ID })
  account?: string;

  @matching(TERMINAL_ID)
  terminalId!: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  storeId?: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  /** Version of the text by which the requester vouched for what they say, and agreed to how it is used. */
  @text({ max: MAX_REFERENCE })
  attestation!: string;

  @optional()
  @matching(UUID)
  alertId?: string;
}

export const recoveryCaseRequested = defineEvent({
  name: 'RecoveryCaseRequested',
  origin: 'platform',
  schema: 1,
  payload: RecoveryCaseRequested,
  about: {
    en: "Somebody asked that an operator's forgotten password be replaced.",
    zh: '有人申请为操作员恢复遗忘的密码。',
  },
  sample: {
    actor: 'li.na',
    channel: 'vendor',
    operatorId: 'o-7',
    terminalId: 'till-7',
    storeId: 's-1',
    reason: 'Forgot the password after leave',
    attestation: '2026-1',
  },
  personal: ['/actor', '/operatorId', '/account', '/reason'],
});
