import { defineEvent } from '../define-event.js';
import { anyObject, whole } from '../fields.js';

export class ConflictingEventReceived {
  /** Position in the log of the event that came first. */
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  firstPosition!: number;

  /** The later event after redaction: header attributes and data. */
  @anyObject()
  received!: Record<string, unknown>;
}

export const conflictingEventReceived = defineEvent({
  name: 'ConflictingEventReceived',
  origin: 'platform',
  schema: 1,
  payload: ConflictingEventReceived,
  about: {
    en: 'An event came for a place in a journal that already holds another one; both are kept.',
    zh: '收到的事件与日志同一位置上已有的事件不同；两者均保留。',
  },
  sample: {
    firstPosition: 41,
    received: { type: 'tillwatch.LoggedOut.v1', sequence: '7', epoch: 1, data: { sessionId: 's-1', reason: 'idle' } },
  },
  personal: ['/received'],
});
