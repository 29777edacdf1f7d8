import { defineEvent } from '../define-event.js';
import { instant, oneOf, whole } from '../fields.js';
import { MAX_QUEUED } from '../vocabulary.js';

/** What a terminal does when it cannot write to its journal. */
const policies = ['strict', 'best-effort'] as const;

export class EventsLost {
  @whole({ min: 1, max: MAX_QUEUED })
  lost!: number;

  @instant()
  since!: string;

  @instant()
  until!: string;

  @oneOf(policies)
  policy!: (typeof policies)[number];
}

export const eventsLost = defineEvent({
  name: 'EventsLost',
  origin: 'terminal',
  schema: 1,
  payload: EventsLost,
  about: {
    en: 'A terminal could not journal events that happened, and says how many.',
    zh: '终端未能将已发生的事件写入日志，并报告其数量。',
  },
  sample: { lost: 17, since: '2026-03-02T01:00:00.000Z', until: '2026-03-02T01:04:10.000Z', policy: 'best-effort' },
  personal: [],
});
