import { defineEvent } from '../define-event.js';
import { instant, optional, whole } from '../fields.js';
import { MAX_QUEUED } from '../vocabulary.js';

export class CameOnline {
  @optional()
  @instant()
  since?: string;

  /** Events waiting in the outbox. */
  @optional()
  @whole({ min: 0, max: MAX_QUEUED })
  queued?: number;
}

export const cameOnline = defineEvent({
  name: 'CameOnline',
  origin: 'terminal',
  schema: 1,
  payload: CameOnline,
  about: { en: 'A terminal is connected again.', zh: '终端恢复连接。' },
  sample: { since: '2026-03-02T09:00:00+08:00', queued: 12 },
  personal: [],
});
