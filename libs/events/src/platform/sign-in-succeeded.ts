import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text } from '../fields.js';
import { MAX_REFERENCE, type SignInMethod, signInMethods, UUID } from '../vocabulary.js';

export class SignInSucceeded {
  @matching(UUID)
  accountId!: string;

  @matching(UUID)
  sessionId!: string;

  @oneOf(signInMethods)
  method!: SignInMethod;

  /** Where the request came from, as the connection says. */
  @optional()
  @text({ max: MAX_REFERENCE })
  address?: string;
}

export const signInSucceeded = defineEvent({
  name: 'SignInSucceeded',
  origin: 'platform',
  schema: 1,
  payload: SignInSucceeded,
  about: {
    en: 'Somebody signed in to the platform.',
    zh: '有人登录了平台。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    sessionId: '7d1c7a52-6f0d-4b8e-9c55-5a3f6f1f7e02',
    method: 'password-and-code',
    address: '192.0.2.7',
  },
  personal: ['/address'],
});
