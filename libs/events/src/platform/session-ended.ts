import { defineEvent } from '../define-event.js';
import { matching, oneOf } from '../fields.js';
import { UUID } from '../vocabulary.js';

const sessionEnds = ['signed-out', 'revoked', 'reused'] as const;

export class SessionEnded {
  @matching(UUID)
  accountId!: string;

  @matching(UUID)
  sessionId!: string;

  @oneOf(sessionEnds)
  reason!: (typeof sessionEnds)[number];
}

export const sessionEnded = defineEvent({
  name: 'SessionEnded',
  origin: 'platform',
  schema: 1,
  payload: SessionEnded,
  about: {
    en: 'A session was ended: by its holder, by somebody for them, or because a spent secret of it was shown again.',
    zh: '会话结束：由本人退出、被他人终止，或因已失效的会话密钥再次出现。',
  },
  sample: {
    accountId: '3f0c7a52-6f0d-8b8e-9c55-5a3f6f1f7e01',
    sessionId: '7d1c7a52-6f0d-4b8e-9c55-5a3f6f1f7e02',
    reason: 'signed-out',
  },
  personal: [],
});
