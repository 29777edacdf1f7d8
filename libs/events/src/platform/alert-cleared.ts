import { defineEvent } from '../define-event.js';
import { instant, matching, optional } from '../fields.js';
import { UUID } from '../vocabulary.js';

export class AlertCleared {
  /** Corrected event time of what ended it, or our own where nothing a terminal said did. */
  @instant()
  at!: string;

  /** The event that ended it. */
  @optional()
  @matching(UUID)
  by?: string;
}

export const alertCleared = defineEvent({
  name: 'AlertCleared',
  origin: 'platform',
  schema: 1,
  payload: AlertCleared,
  about: {
    en: 'What an alert said was overdue was done, after its time.',
    zh: '告警所述的逾期事项已经完成，但晚于期限。',
  },
  sample: { at: '2026-03-02T01:00:00.000Z', by: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10' },
  personal: [],
});
