import { defineEvent } from '../define-event.js';
import { listOf, oneOf, optional, text } from '../fields.js';
import { networks, type Network, factors, type Factor, MAX_REFERENCE } from '../vocabulary.js';

export class LoginSucceeded {
  @text({ max: MAX_REFERENCE })
  sessionId!: string;

  @listOf(oneOf(factors), { max: factors.length })
  factors!: Factor[];

  @optional()
  @oneOf(networks)
  network?: Network;

  @optional()
  @text({ max: MAX_REFERENCE })
  networkId?: string;
}

export const loginSucceeded = defineEvent({
  name: 'LoginSucceeded',
  origin: 'terminal',
  schema: 1,
  payload: LoginSucceeded,
  about: { en: 'An operator signed in.', zh: '操作员登录成功。' },
  sample: { sessionId: 'b1f4c1de-6a0c-4a58-9a52-0f7b1c1f2a10', factors: ['password', 'card'], network: 'ethernet' },
  personal: [],
});
