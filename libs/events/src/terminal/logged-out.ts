import { defineEvent } from '../define-event.js';
import { oneOf, text } from '../fields.js';
import { MAX_REFERENCE } from '../vocabulary.js';

const reasons = ['operator', 'idle', 'closing', 'replaced', 'power-loss'] as const;

export class LoggedOut {
  @text({ max: MAX_REFERENCE })
  sessionId!: string;

  @oneOf(reasons)
  reason!: (typeof reasons)[number];
}

export const loggedOut = defineEvent({
  name: 'LoggedOut',
  origin: 'terminal',
  schema: 1,
  payload: LoggedOut,
  about: { en: "An operator's session ended.", zh: '操作员会话结束。' },
  sample: { sessionId: 'b1f4c1de-6a0c-4a58-9a52-0f7b1c1f2a10', reason: 'operator' },
  personal: [],
});
