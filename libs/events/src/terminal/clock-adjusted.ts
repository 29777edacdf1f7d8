import { defineEvent } from '../define-event.js';
import { instant } from '../fields.js';

export class ClockAdjusted {
  @instant()
  before!: string;

  @instant()
  after!: string;
}

export const clockAdjusted = defineEvent({
  name: 'ClockAdjusted',
  origin: 'terminal',
  schema: 1,
  payload: ClockAdjusted,
  about: { en: "A terminal's clock was set.", zh: '终端时钟被调整。' },
  sample: { before: '2026-03-02T09:04:10+08:00', after: '2026-03-02T09:00:00+08:00' },
  personal: [],
});
