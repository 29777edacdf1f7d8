import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text } from '../fields.js';
import { DIGEST, MAX_REFERENCE, type SignInRefusal, signInRefusals, UUID } from '../vocabulary.js';

export class SignInFailed {
  /** Absent when there is no such account. */
  @optional()
  @matching(UUID)
  accountId?: string;

  /** Keyed hash of what was typed as a name that nobody has: it may have been a password. */
  @optional()
  @matching(DIGEST)
  typedHash?: string;

  @oneOf(signInRefusals)
  reason!: SignInRefusal;

  /** Where the request came from, as the connection says. */
  @optional()
  @text({ max: MAX_REFERENCE })
  address?: string;
}

export const signInFailed = defineEvent({
  name: 'SignInFailed',
  origin: 'platform',
  schema: 1,
  payload: SignInFailed,
  about: {
    en: 'Somebody did not get in to the platform. Whoever tried is told the same whatever the reason.',
    zh: '有人未能登录平台；无论原因为何，对方得到的答复相同。',
  },
  sample: { accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01', reason: 'wrong-password', address: '192.0.2.7' },
  personal: ['/address'],
});
