import { defineEvent } from '../define-event.js';
import { listOf, nested, oneOf, optional, text } from '../fields.js';
import { MAX_TRANSACTIONS } from '../recovery-words.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE, resetChannels, type ResetChannel } from '../vocabulary.js';

/** As it stands on the device. */
export class Device {
  @text({ max: MAX_REFERENCE })
  model!: string;

  @text({ max: MAX_REFERENCE })
  serial!: string;
}

export class IdentityVerified {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(resetChannels)
  channel!: ResetChannel;

  /** What was looked at, or by whom it was confirmed: never a card or id number. */
  @optional()
  @text({ max: MAX_REFERENCE })
  reference?: string;

  @optional()
  @nested(() => Device)
  device?: Device;

  /** What the bank knows transactions by. */
  @optional()
  @listOf(text({ max: MAX_REFERENCE }), { max: MAX_TRANSACTIONS })
  transactions?: string[];

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const identityVerified = defineEvent({
  name: 'IdentityVerified',
  origin: 'platform',
  schema: 1,
  payload: IdentityVerified,
  about: { en: 'Somebody made sure who a forgotten password belongs to.', zh: '有人完成了身份核验。' },
  sample: { actor: 'zhao', channel: 'bank', reference: 'branch-12/2026-03-02', transactions: ['T-88120'] },
  personal: ['/actor', '/reference', '/comment'],
});
