import { defineEvent } from '../define-event.js';
import { listOf, nested, oneOf, optional, text } from '../fields.js';
import { MAX_TRANSACTIONS, verificationFaults, type VerificationFault } from '../recovery-words.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE, resetChannels, type ResetChannel } from '../vocabulary.js';
import { Device } from './identity-verified.js';

export class IdentityVerificationFailed {
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

  @oneOf(verificationFaults)
  fault!: VerificationFault;

  @optional()
  @text({ max: MAX_SENTENCE })
  comment?: string;
}

export const identityVerificationFailed = defineEvent({
  name: 'IdentityVerificationFailed',
  origin: 'platform',
  schema: 1,
  payload: IdentityVerificationFailed,
  about: {
    en: 'Somebody could not make sure who a forgotten password belongs to, or what was shown did not match.',
    zh: '身份核验未通过，或提供的资料不符。',
  },
  sample: { actor: 'zhao', channel: 'vendor', device: { model: 'P-400', serial: 'SN-1' }, fault: 'device-mismatch' },
  personal: ['/actor', '/reference', '/comment'],
});
