import { defineEvent } from '../define-event.js';
import { instant, optional, whole } from '../fields.js';
import { MAX_QUEUED } from '../vocabulary.js';

export class WentOffline {
  @optional()
  @instant()
  since?: string;

  /** Events waiting in the outbox. */
  @optional()
  @whole({ min: 0, max: MAX_QUEUED })
  queued?: number;
}

export const wentOffline = defineEvent({
  name: 'WentOffline',
  origin: 'terminal',
  schema: 1,
  payload: WentOffline,
  about: { en: 'A terminal lost its connection.', zh: '终端断开连接。' },
  sample: { since: '2026-03-02T09:00:00+08:00', queued: 12 },
  personal: [],
});
